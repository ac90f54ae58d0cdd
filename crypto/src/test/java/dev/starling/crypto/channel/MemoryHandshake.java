package dev.starling.crypto.channel;

import java.nio.ByteBuffer;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;

/** Two TLS engines that hand each other byte buffers, one step at a time, on one thread. */
final class MemoryHandshake {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int MAX_STEPS = 200;

    final SSLEngine client;
    final SSLEngine server;
    private final ByteBuffer toServer = ByteBuffer.allocate(BUFFER_BYTES);
    private final ByteBuffer toClient = ByteBuffer.allocate(BUFFER_BYTES);
    private final ByteBuffer plain = ByteBuffer.allocate(BUFFER_BYTES);

    MemoryHandshake(
            X509ExtendedKeyManager clientKey,
            TrustManager clientTrust,
            X509ExtendedKeyManager serverKey,
            TrustManager serverTrust)
            throws Exception {
        client = engine(clientKey, clientTrust, true);
        server = engine(serverKey, serverTrust, false);
    }

    /** Presents any chain with any key, whatever the other side asks for. */
    static X509ExtendedKeyManager presenting(String keyType, PrivateKey key, X509Certificate... chain) {
        return new PresentingKeyManager(keyType, key, chain);
    }

    private static SSLEngine engine(X509ExtendedKeyManager key, TrustManager trust, boolean client) throws Exception {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(new KeyManager[] {key}, new TrustManager[] {trust}, null);
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(client);
        engine.setEnabledProtocols(new String[] {"TLSv1.3"});
        if (!client) {
            engine.setNeedClientAuth(true);
        }
        return engine;
    }

    /** Runs both sides until neither has anything left to say; a refusal by either side is thrown. */
    void run() throws SSLException {
        client.beginHandshake();
        server.beginHandshake();
        for (int step = 0; step < MAX_STEPS; step++) {
            boolean moved = advance(client, toServer, toClient);
            moved |= advance(server, toClient, toServer);
            if (!moved) {
                return;
            }
        }
        throw new SSLException("no end after " + MAX_STEPS + " steps");
    }

    /** Sends bytes through the finished channel. */
    byte[] send(SSLEngine from, byte[] message) throws SSLException {
        ByteBuffer wire = from == client ? toServer : toClient;
        from.wrap(ByteBuffer.wrap(message), wire);
        plain.clear();
        wire.flip();
        SSLEngine to = from == client ? server : client;
        while (wire.hasRemaining()) {
            to.unwrap(wire, plain);
        }
        wire.clear();
        byte[] received = new byte[plain.flip().remaining()];
        plain.get(received);
        return received;
    }

    boolean finished() {
        return client.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING
                && server.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    private boolean advance(SSLEngine engine, ByteBuffer out, ByteBuffer in) throws SSLException {
        boolean moved = false;
        Runnable task = engine.getDelegatedTask();
        while (task != null) {
            task.run();
            task = engine.getDelegatedTask();
            moved = true;
        }
        if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            moved |= engine.wrap(ByteBuffer.allocate(0), out).bytesProduced() > 0;
        } else if (in.position() > 0) {
            in.flip();
            SSLEngineResult result = engine.unwrap(in, plain);
            in.compact();
            moved |= result.bytesConsumed() > 0;
        }
        return moved;
    }
}
