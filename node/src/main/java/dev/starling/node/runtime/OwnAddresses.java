package dev.starling.node.runtime;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/** Where this machine can be reached, as far as it can tell by itself. */
public final class OwnAddresses {
    private static final int MOST = 8;

    private OwnAddresses() {}

    /** The address listened on; for the wildcard address, those of all interfaces, the loopback one only if alone. */
    public static List<String> of(InetSocketAddress listening) {
        InetAddress address = listening.getAddress();
        if (!address.isAnyLocalAddress()) {
            return List.of(text(address, listening.getPort()));
        }
        List<String> found = new ArrayList<>();
        try {
            for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
                if (network.isUp() && !network.isLoopback()) {
                    network.inetAddresses()
                            .filter(a -> !a.isLinkLocalAddress() && !a.isMulticastAddress())
                            .map(a -> text(a, listening.getPort()))
                            .forEach(found::add);
                }
            }
        } catch (SocketException e) {
            found.clear();
        }
        if (found.isEmpty()) {
            found.add(text(InetAddress.getLoopbackAddress(), listening.getPort()));
        }
        return List.copyOf(found.subList(0, Math.min(MOST, found.size())));
    }

    /** Numeric {@code host:port}, IPv6 in brackets. */
    public static String text(InetAddress address, int port) {
        String host = address.getHostAddress();
        int zone = host.indexOf('%');
        String plain = zone < 0 ? host : host.substring(0, zone);
        return (address instanceof Inet6Address ? "[" + plain + "]" : plain) + ":" + port;
    }
}
