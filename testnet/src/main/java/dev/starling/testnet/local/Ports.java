package dev.starling.testnet.local;

import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Free TCP ports. */
public final class Ports {
    private static final int MOST = 0xFFFF;

    /** Above the well-known services, below every usual range of ephemeral ports (RFC 6335 and Linux). */
    private static final int FREE_FROM = 20_000;

    private static final int FREE_RANGE = 12_000;

    private Ports() {}

    /**
     * Different ports that nobody listens on at this moment; whoever binds one later must still expect to be late. They are
     * none of those that operating systems give to outgoing connections, or a node that dials could take the port of one that
     * has yet to start.
     *
     * @throws NodeFailure when there are not so many
     */
    public static List<Integer> free(InetAddress address, int count) throws NodeFailure {
        List<Integer> ports = new ArrayList<>();
        int start = new SecureRandom().nextInt(FREE_RANGE);
        for (int tried = 0; tried < FREE_RANGE && ports.size() < count; tried++) {
            int port = FREE_FROM + (start + tried) % FREE_RANGE;
            if (isFree(address, port)) {
                ports.add(port);
            }
        }
        if (ports.size() < count) {
            throw new NodeFailure(
                    ExitCode.NETWORK,
                    "fewer than " + count + " ports are free from " + FREE_FROM + " to " + (FREE_FROM + FREE_RANGE - 1)
                            + "; stop the programs that hold them, or choose others with --port");
        }
        return List.copyOf(ports);
    }

    private static boolean isFree(InetAddress address, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port), 1);
            return true;
        } catch (IOException e) {
            return false;
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
            if (!isFree(address, port)) {
                throw new NodeFailure(
                        ExitCode.NETWORK,
                        "port " + port + " of " + from + " to " + (from + count - 1) + " is in use; choose others with"
                                + " --port, or leave it away for free ones");
            }
        }
        return ports;
    }
}
