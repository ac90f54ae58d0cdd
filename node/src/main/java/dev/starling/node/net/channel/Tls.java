package dev.starling.node.net.channel;

import dev.starling.crypto.channel.ChannelIdentity;
import dev.starling.crypto.channel.RosterTrustManager;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/**
 * TLS 1.3 by the JDK, certificates required on both sides.
 *
 * <p>Host names are not checked, on purpose: the key is pinned, and members move. Handshakes let any sound certificate in;
 * whether its owner is a member is decided afterwards, because strangers have a lobby. Sessions are not resumed: clients
 * name no host under which a session could be kept, and the server keeps next to none.
 */
public final class Tls {
    private static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(30);

    private final SslContext server;
    private final SslContext client;

    /**
     * Both directions for one member.
     *
     * @param now at which certificates are judged
     */
    public Tls(ChannelIdentity identity, Supplier<Instant> now) {
        RosterTrustManager trust = new RosterTrustManager(now, peer -> true);
        try {
            server = common(SslContextBuilder.forServer(identity.keyManager()), trust)
                    .clientAuth(ClientAuth.REQUIRE)
                    .build();
            client = common(SslContextBuilder.forClient().keyManager(identity.keyManager()), trust)
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("this Java runtime cannot do TLS 1.3", e);
        }
    }

    private static SslContextBuilder common(SslContextBuilder builder, RosterTrustManager trust) {
        return builder.sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3")
                .trustManager(trust)
                .endpointIdentificationAlgorithm(null)
                .sessionCacheSize(1)
                .sessionTimeout(1);
    }

    /** What encrypts one connection, as its client when it is outbound. */
    public SslHandler handler(ByteBufAllocator allocator, boolean outbound) {
        SslHandler handler = (outbound ? client : server).newHandler(allocator);
        // Large parts become records one after the other in one buffer, instead of each being copied to a buffer of its
        // own.
        handler.setWrapDataSize(0);
        // What was read is not copied behind what is left of a record; only a record that two readings share is.
        handler.setCumulator(ByteToMessageDecoder.COMPOSITE_CUMULATOR);
        handler.setHandshakeTimeoutMillis(HANDSHAKE_TIMEOUT.toMillis());
        return handler;
    }
}
