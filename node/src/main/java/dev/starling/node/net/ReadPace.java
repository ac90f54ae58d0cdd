package dev.starling.node.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Stops reading a connection while the node has received more than it may, so that TCP slows down whoever sends. Confined to
 * the event loop.
 */
final class ReadPace extends ChannelInboundHandlerAdapter {
    private final Pace pace;

    ReadPace(Pace pace) {
        this.pace = pace;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf bytes) {
            pace.passed(bytes.readableBytes());
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (ctx.channel().config().isAutoRead() && !pace.free()) {
            ctx.channel().config().setAutoRead(false);
            pace.inTurn(() -> {
                if (ctx.channel().isOpen()) {
                    ctx.channel().config().setAutoRead(true);
                }
            });
        }
        ctx.fireChannelReadComplete();
    }
}
