package dev.starling.testnet.bench;

import dev.starling.node.site.NodeFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** What two programs reach that only copy bytes over the loopback: blocking sockets, no TLS, no check, no disk. */
final class PlainSocket {
    private static final int CHUNK = 256 * 1024;
    private static final double NANOS_PER_MILLI = 1e6;

    private PlainSocket() {}

    /** Milliseconds of each of several rounds in which so many bytes go to the other end and as many come back. */
    static List<Double> millisThereAndBack(int bytes, int rounds) throws NodeFailure, InterruptedException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket near = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket far = server.accept()) {
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            FutureTask<Integer> other = new FutureTask<>(() -> {
                for (int round = 0; round < rounds; round++) {
                    receive(far, bytes);
                    send(far, bytes);
                }
                return rounds;
            });
            Thread thread = new Thread(other, "starling-bench-socket");
            thread.setDaemon(true);
            thread.start();
            List<Double> millis = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                long from = System.nanoTime();
                send(near, bytes);
                receive(near, bytes);
                millis.add((System.nanoTime() - from) / NANOS_PER_MILLI);
            }
            other.get();
            return millis;
        } catch (IOException | ExecutionException e) {
            throw NodeFailure.of(e);
        }
    }

    private static void send(Socket socket, int bytes) throws IOException {
        byte[] chunk = new byte[CHUNK];
        for (int sent = 0; sent < bytes; sent += CHUNK) {
            socket.getOutputStream().write(chunk, 0, Math.min(CHUNK, bytes - sent));
        }
    }

    private static void receive(Socket socket, int bytes) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] chunk = new byte[CHUNK];
        int received = 0;
        while (received < bytes) {
            int read = in.read(chunk, 0, Math.min(CHUNK, bytes - received));
            if (read < 0) {
                throw new IOException("the other end closed");
            }
            received += read;
        }
    }
}
