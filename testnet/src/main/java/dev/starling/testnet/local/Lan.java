package dev.starling.testnet.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * An interface of this machine towards a local network.
 *
 * @param name such as {@code eth0}
 * @param address its IPv4 address
 * @param multicast whether a multicast packet sent there comes back
 */
public record Lan(String name, InetAddress address, boolean multicast) {
    /** The group of multicast DNS, RFC 6762 section 3; on another port, so that no responder is disturbed. */
    private static final byte[] GROUP = {(byte) 224, 0, 0, (byte) 251};

    private static final int TIMEOUT_MILLIS = 500;
    private static final int NONCE_BYTES = 16;

    /** The interfaces that are up and not the loopback, those with working multicast first. */
    public static List<Lan> probe() {
        List<Lan> found = new ArrayList<>();
        try {
            for (NetworkInterface candidate :
                    NetworkInterface.networkInterfaces().toList()) {
                if (candidate.isUp() && !candidate.isLoopback()) {
                    candidate
                            .inetAddresses()
                            .filter(Inet4Address.class::isInstance)
                            .findFirst()
                            .ifPresent(address ->
                                    found.add(new Lan(candidate.getName(), address, echoes(candidate, address))));
                }
            }
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
        found.sort((a, b) -> Boolean.compare(b.multicast(), a.multicast()));
        return List.copyOf(found);
    }

    /** Sends a random packet to the group on this interface, and waits half a second for it. */
    static boolean echoes(NetworkInterface candidate, InetAddress address) {
        byte[] nonce = new byte[NONCE_BYTES];
        new SecureRandom().nextBytes(nonce);
        byte[] sent = ("starling " + HexFormat.of().formatHex(nonce)).getBytes(StandardCharsets.US_ASCII);
        try (MulticastSocket socket = new MulticastSocket(0);
                MulticastSocket sender = new MulticastSocket(new InetSocketAddress(address, 0))) {
            InetSocketAddress group = new InetSocketAddress(InetAddress.getByAddress(GROUP), socket.getLocalPort());
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.joinGroup(group, candidate);
            sender.setOption(StandardSocketOptions.IP_MULTICAST_IF, candidate);
            sender.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 1);
            sender.send(new DatagramPacket(sent, sent.length, group));
            DatagramPacket received = new DatagramPacket(new byte[sent.length], sent.length);
            socket.receive(received);
            return Arrays.equals(sent, received.getData());
        } catch (IOException e) {
            return false;
        }
    }
}
