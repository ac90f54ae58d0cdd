package dev.starling.node.discovery;

import java.util.List;

/**
 * What to announce and where.
 *
 * <p>Interface names in the two lists are exact ({@code eth0}) or end in a star ({@code docker*}); deny wins over allow.
 *
 * @param federationTag first 16 hexadecimal digits of the federation id
 * @param peerId this node's id, 64 hexadecimal digits
 * @param port port on which this node accepts links
 * @param allowInterfaces interfaces to use; empty means all
 * @param denyInterfaces interfaces never to use
 * @param loopback whether to use the loopback interface as well, for several nodes on one machine
 */
public record DiscoverySettings(
        String federationTag,
        String peerId,
        int port,
        List<String> allowInterfaces,
        List<String> denyInterfaces,
        boolean loopback) {

    public DiscoverySettings {
        if (!Announcement.isFederationTag(federationTag)) {
            throw new IllegalArgumentException("federation tag must be 16 lower-case hexadecimal digits");
        }
        if (!Announcement.isPeerId(peerId)) {
            throw new IllegalArgumentException("peer id must be 64 lower-case hexadecimal digits");
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port must be 1..65535, not " + port);
        }
        allowInterfaces = List.copyOf(allowInterfaces);
        denyInterfaces = List.copyOf(denyInterfaces);
    }

    /** Whether an interface of this name may be used. */
    boolean permits(String interfaceName) {
        if (denyInterfaces.stream().anyMatch(pattern -> matches(pattern, interfaceName))) {
            return false;
        }
        return allowInterfaces.isEmpty()
                || allowInterfaces.stream().anyMatch(pattern -> matches(pattern, interfaceName));
    }

    private static boolean matches(String pattern, String name) {
        return pattern.endsWith("*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : name.equals(pattern);
    }
}
