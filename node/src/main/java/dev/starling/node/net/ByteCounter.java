package dev.starling.node.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import org.jspecify.annotations.Nullable;

/**
 * Counts what passes between TLS and the socket: received when read, sent when the system took it. What passed before the
 * peer was known is added to its count as soon as it is.
 */
final class ByteCounter extends ChannelDuplexHandler {
    private final Traffic.Count total;
    private Traffic.@Nullable Count peer;
    private long sentUnassigned;
    private long receivedUnassigned;

    ByteCounter(Traffic.Count total) {
        this.total = total;
    }

    void assign(Traffic.Count count) {
        count.sent.add(sentUnassigned);
        count.received.add(receivedUnassigned);
        peer = count;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf bytes) {
            received(bytes.readableBytes());
        }
        ctx.fireChannelRead(message);
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // The promise tells.
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        ChannelPromise told = promise;
        if (message instanceof ByteBuf bytes && bytes.isReadable()) {
            int length = bytes.readableBytes();
            told = promise.unvoid();
            told.addListener(done -> {
                if (done.isSuccess()) {
                    sent(length);
                }
            });
        }
        ctx.write(message, told);
    }

    private void received(int bytes) {
        total.received.add(bytes);
        if (peer != null) {
            peer.received.add(bytes);
        } else {
            receivedUnassigned += bytes;
        }
    }

    private void sent(int bytes) {
        total.sent.add(bytes);
        if (peer != null) {
            peer.sent.add(bytes);
        } else {
            sentUnassigned += bytes;
        }
    }
}
