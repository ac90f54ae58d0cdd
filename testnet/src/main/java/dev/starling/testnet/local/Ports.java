package dev.starling.testnet.local;

import dev.starling.node.runtime.NodeFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Free TCP ports. */
public final class Ports {
    private Ports() {}

    /**
     * Different ports that nobody listens on at this moment; whoever binds one later must still expect to be late.
     *
     * @throws NodeFailure when the address cannot be listened on
     */
    public static List<Integer> free(InetAddress address, int count) throws NodeFailure {
        Deque<ServerSocket> held = new ArrayDeque<>();
        try {
            List<Integer> ports = new ArrayList<>();
            for (int n = 0; n < count; n++) {
                ServerSocket socket = new ServerSocket(0, 1, address);
                held.push(socket);
                ports.add(socket.getLocalPort());
            }
            while (!held.isEmpty()) {
                held.pop().close();
            }
            return List.copyOf(ports);
        } catch (IOException e) {
            throw NodeFailure.of(e);
        } finally {
            held.forEach(Ports::closeQuietly);
        }
    }

    private static void closeQuietly(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It was never used; the failure that led here is the one to report.
            return;
        }
    }
}
