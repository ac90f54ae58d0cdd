package dev.starling.testnet.local;

import dev.starling.node.runtime.ExitCode;
import dev.starling.node.runtime.NodeFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Free TCP ports. */
public final class Ports {
    private static final int MOST = 0xFFFF;

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

    /**
     * The ports that somebody chose, or free ones.
     *
     * @param first the first of as many successive ports
     * @throws NodeFailure when one of them is taken, or there are not so many
     */
    public static List<Integer> take(InetAddress address, OptionalInt first, int count) throws NodeFailure {
        if (first.isEmpty()) {
            return free(address, count);
        }
        int from = first.getAsInt();
        int last = MOST - count + 1;
        if (from < 1 || from > last) {
            throw new NodeFailure(
                    ExitCode.USAGE,
                    "--port must be from 1 to " + last + " for " + count + " members, and is " + from
                            + "; choose another, or leave it away for free ones");
        }
        List<Integer> ports = IntStream.range(from, from + count).boxed().toList();
        for (int port : ports) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(address, port), 1);
            } catch (IOException e) {
                throw new NodeFailure(
                        ExitCode.NETWORK,
                        "port " + port + " of " + from + " to " + (from + count - 1) + " is in use; choose others with"
                                + " --port, or leave it away for free ones",
                        e);
            }
        }
        return ports;
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
