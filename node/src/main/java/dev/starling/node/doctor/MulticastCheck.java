package dev.starling.node.doctor;

import dev.starling.node.finding.Finding;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Whether multicast works on each interface that discovery uses: joins the group, sends to it and hears itself, on a port of
 * its own. What a switch does with it further on only another machine can tell.
 *
 * @param wanted names of interfaces; empty for all that can
 */
public record MulticastCheck(List<String> wanted) implements Check {
    private static final String GROUP = "224.0.0.251";
    private static final int NONCE_BYTES = 16;
    private static final int WITHIN_MILLIS = 1500;
    private static final String REMEDY =
            "let the firewall of this machine pass UDP 5353 to 224.0.0.251, name other interfaces in net.interfaces, or set"
                    + " net.mdns = false and name members in net.peers";
    private static final String NONE = "no interface does multicast: members are found by address only";

    @Override
    public String name() {
        return "multicast";
    }

    @Override
    public List<Finding> look() {
        List<Finding> findings = new ArrayList<>();
        try {
            for (String name : wanted) {
                if (NetworkInterface.getByName(name) == null) {
                    findings.add(Finding.fail(name(), "this machine has no interface " + name, REMEDY));
                }
            }
            for (NetworkInterface candidate :
                    NetworkInterface.networkInterfaces().toList()) {
                if (wanted.isEmpty() ? usable(candidate) : wanted.contains(candidate.getName())) {
                    findings.add(heard(candidate));
                }
            }
        } catch (SocketException e) {
            return List.of(Finding.warn(name(), NONE + " (" + e.getMessage() + ")", REMEDY));
        }
        return findings.isEmpty() ? List.of(Finding.warn(name(), NONE, REMEDY)) : findings;
    }

    private static boolean usable(NetworkInterface candidate) throws SocketException {
        return candidate.isUp()
                && !candidate.isLoopback()
                && candidate.supportsMulticast()
                && candidate.inetAddresses().anyMatch(address -> address instanceof java.net.Inet4Address);
    }

    private Finding heard(NetworkInterface on) {
        byte[] nonce = new byte[NONCE_BYTES];
        new SecureRandom().nextBytes(nonce);
        try (MulticastSocket socket = new MulticastSocket(0)) {
            InetSocketAddress group = new InetSocketAddress(InetAddress.getByName(GROUP), socket.getLocalPort());
            socket.setNetworkInterface(on);
            socket.setTimeToLive(1);
            socket.setSoTimeout(WITHIN_MILLIS);
            socket.joinGroup(group, on);
            socket.send(new DatagramPacket(nonce, nonce.length, group));
            DatagramPacket packet = new DatagramPacket(new byte[NONCE_BYTES], NONCE_BYTES);
            do {
                socket.receive(packet);
            } while (!Arrays.equals(packet.getData(), nonce));
            return Finding.pass(name(), on.getName() + " sends and hears");
        } catch (SocketTimeoutException e) {
            return Finding.warn(name(), on.getName() + " does not hear what it sends to " + GROUP, REMEDY);
        } catch (IOException e) {
            return Finding.warn(name(), on.getName() + " does no multicast (" + e.getMessage() + ")", REMEDY);
        }
    }
}
