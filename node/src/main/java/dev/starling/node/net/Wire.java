package dev.starling.node.net;

import dev.starling.node.net.channel.Bug;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;

/** A connection as such, whoever is at its other end. Confined to the event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // A channel that fails to close is closed by the timer.
final class Wire {
    private static final long LINGER_SECONDS = 3;

    private final Channel channel;
    private final boolean outbound;
    private final String remoteAddress;
    private final FrameReader reader;
    private final Outbox outbox;
    private final ByteCounter counter;
    private boolean closing;

    /**
     * Wraps a channel.
     *
     * @param outbound whether we dialled
     * @param remoteAddress numeric {@code host:port}
     */
    Wire(Channel channel, boolean outbound, String remoteAddress, Shared shared) {
        int maxFrameBytes = shared.settings().maxFrameBytes();
        this.channel = channel;
        this.outbound = outbound;
        this.remoteAddress = remoteAddress;
        this.reader = new FrameReader(maxFrameBytes);
        this.outbox = new Outbox(channel, maxFrameBytes, shared.traffic().waiting, shared.sending());
        this.counter = new ByteCounter(shared.traffic().total);
    }

    boolean outbound() {
        return outbound;
    }

    String remoteAddress() {
        return remoteAddress;
    }

    FrameReader reader() {
        return reader;
    }

    Outbox outbox() {
        return outbox;
    }

    ByteCounter counter() {
        return counter;
    }

    /**
     * Closes politely: what was queued goes out, then TLS's and TCP's goodbyes, and what still arrives is read and dropped
     * until the other side says goodbye as well. Without that the system would answer late bytes with a reset, which
     * destroys what the other side has not read yet (RFC 1122 section 4.2.2.13). Gives up after three seconds.
     */
    void close() {
        if (closing) {
            return;
        }
        closing = true;
        reader.stop();
        outbox.abandonStreams();
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        ChannelHandlerContext belowTls = channel.pipeline().context(ByteCounter.class);
        if (tls == null || belowTls == null || !channel.isActive()) {
            channel.close();
            return;
        }
        tls.closeOutbound();
        belowTls.writeAndFlush(Unpooled.EMPTY_BUFFER)
                .addListener(flushed -> ((SocketChannel) channel).shutdownOutput());
        var timer = channel.eventLoop().schedule(() -> channel.close(), LINGER_SECONDS, TimeUnit.SECONDS);
        channel.closeFuture().addListener(closed -> timer.cancel(false));
    }

    /** Closes at once, without waiting for anything. */
    void abort() {
        closing = true;
        reader.stop();
        outbox.abandonStreams();
        channel.close();
    }

    /** Runs the task when nothing more can arrive at either end: now, if that is so already. */
    void whenClosed(Runnable task) {
        Runnable reported = Bug.reported(task);
        channel.closeFuture().addListener(closed -> reported.run());
    }
}
