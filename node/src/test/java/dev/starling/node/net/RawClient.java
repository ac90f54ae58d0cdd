package dev.starling.node.net;

import dev.starling.crypto.channel.ChannelIdentity;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** A client by the JDK alone, that does as it is told: TLS or not, framed or not. */
final class RawClient implements AutoCloseable {
    private final Socket socket;

    private RawClient(Socket socket) {
        this.socket = socket;
    }

    static RawClient plain(int port) throws IOException {
        return new RawClient(connect(port));
    }

    /** Shakes hands under TLS of one version, showing the identity's certificate or none. */
    static RawClient tls(int port, @Nullable ChannelIdentity identity, String protocol) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    identity == null ? new KeyManager[0] : new KeyManager[] {identity.keyManager()},
                    new TrustManager[] {new TrustsAnybody()},
                    null);
            SSLSocket secured =
                    (SSLSocket) context.getSocketFactory().createSocket(connect(port), "127.0.0.1", port, true);
            secured.setEnabledProtocols(new String[] {protocol});
            secured.startHandshake();
            return new RawClient(secured);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(64 * 1024);
        socket.setSoTimeout((int) Party.PATIENCE.toMillis());
        socket.connect(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
        return socket;
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    void writePrefix(int length) throws IOException {
        write(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(length)
                .array());
    }

    void writeFrame(byte[] frame) throws IOException {
        write(ByteBuffer.allocate(4 + frame.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(frame.length)
                .put(frame)
                .array());
    }

    byte[] readFrame() throws IOException {
        DataInputStream input = new DataInputStream(socket.getInputStream());
        byte[] frame = new byte[Integer.reverseBytes(input.readInt())];
        input.readFully(frame);
        return frame;
    }

    /** Waits for the server to end the connection, in whatever way. */
    void awaitEnd() {
        try {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the server left the connection open for " + Party.PATIENCE, e);
        } catch (IOException ended) {
            // A reset or an alert is an end as well.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static final class TrustsAnybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
