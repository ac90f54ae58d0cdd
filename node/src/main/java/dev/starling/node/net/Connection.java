package dev.starling.node.net;

import dev.starling.crypto.channel.RosterTrustManager;
import dev.starling.crypto.identity.PeerId;
import dev.starling.node.net.channel.Bug;
import dev.starling.node.net.channel.ProxyTunnel;
import dev.starling.node.net.link.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * Follows one connection from the TLS handshake to its end: last in the pipeline, above TLS. Confined to the event loop.
 */
final class Connection extends ChannelInboundHandlerAdapter implements FrameReader.Sink {
    /** What became of the handshake, for whoever dialled. */
    interface Outcome {
        /** The peer proved its key. Its link may be up, or it may have been closed for another one or refused. */
        void reached(PeerId peer);

        /** There is no TLS peer, or not a sound one. */
        void failed(String reason);
    }

    private final Shared shared;
    private final LinkTable table;
    private final Wire wire;
    private final Outcome outcome;
    private final @Nullable ProxyTunnel tunnel;
    private @Nullable Link link;
    private boolean shaken;

    /**
     * @param tunnel what this node dials through, if anything
     */
    record Way(@Nullable ProxyTunnel tunnel, Outcome outcome) {}

    Connection(Shared shared, LinkTable table, Wire wire, Way way) {
        this.shared = shared;
        this.table = table;
        this.wire = wire;
        this.outcome = way.outcome();
        this.tunnel = way.tunnel();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && !shaken) {
            shaken = true;
            if (handshake.isSuccess()) {
                shaken(ctx);
            } else {
                handshakeFailed(handshake.cause());
            }
        } else if (event instanceof IdleStateEvent) {
            abort("nothing was heard or said for too long");
        }
        ctx.fireUserEventTriggered(event);
    }

    private void shaken(ChannelHandlerContext ctx) {
        PeerId peer;
        try {
            peer = RosterTrustManager.peerOf(
                    ctx.pipeline().get(SslHandler.class).engine().getSession());
        } catch (SSLPeerUnverifiedException e) {
            handshakeFailed(e);
            return;
        }
        if (peer.equals(shared.self())) {
            wire.abort();
        } else {
            link = table.admit(peer, wire);
        }
        outcome.reached(peer);
    }

    private void handshakeFailed(Throwable cause) {
        Optional<String> byProxy = byProxy(cause);
        if (byProxy.isPresent()) {
            wire.abort();
            outcome.failed(Refusal.printable(byProxy.get()));
            return;
        }
        String reason = reason(cause);
        boolean verdict = cause instanceof SSLException || !wire.outbound();
        if (verdict) {
            table.refuse(wire, Refusal.TLS_REFUSED, reason);
        } else {
            wire.abort();
        }
        outcome.failed(Refusal.printable(reason));
    }

    /** Whoever let nobody through is not the peer. */
    private Optional<String> byProxy(Throwable cause) {
        return tunnel == null || !wire.outbound() ? Optional.empty() : tunnel.reason(cause);
    }

    private static @Nullable String reason(Throwable cause) {
        if (cause instanceof ClosedChannelException) {
            return "the other side closed the connection before the handshake was complete";
        }
        return cause.getCause() instanceof SSLException inner && cause.getMessage() == null
                ? inner.getMessage()
                : cause.getMessage();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (link != null && message instanceof ByteBuf bytes) {
                wire.reader().read(bytes, this);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void frame(byte[] frame) {
        if (link != null) {
            shared.events().frame(link.id(), link.peer(), frame);
        }
    }

    @Override
    public void breach(Refusal refusal, String detail) {
        if (link != null) {
            table.refuse(link, refusal, detail);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        wire.outbox().pump();
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (link != null) {
            table.down(link, "the other side closed the connection");
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Throwable real = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        if (!shaken && byProxy(real).isPresent()) {
            shaken = true;
            handshakeFailed(real);
            return;
        }
        abort("the connection broke: " + real.getMessage());
        if (!(real instanceof IOException)) {
            Bug.report(real);
        }
    }

    private void abort(String reason) {
        wire.abort();
        if (link != null) {
            table.down(link, reason);
        }
    }

    /** The node stops: a handshake that is cut short now is nobody's fault. */
    void stop(String reason) {
        shaken = true;
        if (link != null) {
            table.close(link, reason);
        } else {
            wire.abort();
        }
    }
}
