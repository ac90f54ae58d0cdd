package dev.starling.node.config;

import dev.starling.crypto.identity.PeerId;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where the node listens and whom it dials: section {@code net}.
 *
 * @param bind address the node listens on
 * @param advertise addresses others should dial; empty to let the node find out
 * @param peers addresses that are dialled whatever discovery says
 * @param mdns whether to look for members on the local network
 * @param interfaces names of the network interfaces that mDNS uses; empty for all
 * @param allow members to talk to; empty for every member of the roster
 * @param deny members never to talk to
 */
public record NetConfig(
        HostPort bind,
        List<HostPort> advertise,
        List<HostPort> peers,
        boolean mdns,
        List<String> interfaces,
        Set<PeerId> allow,
        Set<PeerId> deny) {

    static final String TEMPLATE = """
            [net]
            # Address the node listens on, TLS 1.3 only.
            bind = "0.0.0.0:7070"
            # Addresses other members should dial, if they differ (NAT, VPN).
            advertise = []
            # Addresses to dial in any case.
            peers = []
            # Look for members on the local network.
            mdns = true
            # Interfaces that do; empty for all.
            interfaces = []
            # Members to talk to, by the fingerprint that `starling roster` prints; empty for all on the roster.
            allow = []
            # Members never to talk to.
            deny = []
            """;

    public NetConfig {
        advertise = List.copyOf(advertise);
        peers = List.copyOf(peers);
        interfaces = List.copyOf(interfaces);
        allow = Set.copyOf(allow);
        deny = Set.copyOf(deny);
    }

    /** Whether this site talks to a member; a member that is both allowed and denied is denied. */
    public boolean permits(PeerId peer) {
        return !deny.contains(peer) && (allow.isEmpty() || allow.contains(peer));
    }

    static @Nullable NetConfig read(Section section) {
        String address = "write it as \"host:port\" or \"[IPv6 address]:port\"";
        String fingerprint = "write the 64 hexadecimal digits that `starling roster` prints";
        String bind = section.optionalText("bind", 300, "0.0.0.0:7070");
        HostPort bound = bind.isEmpty() ? null : section.parsed("bind", bind, address, HostPort::parse);
        List<HostPort> advertise = section.parsed("advertise", 300, address, HostPort::parse);
        if (advertise.size() > 8) {
            section.wrong("advertise", "lists more than 8 addresses", "list those that other members can reach");
        }
        List<HostPort> peers = section.parsed("peers", 300, address, HostPort::parse);
        boolean mdns = section.flag("mdns", true);
        List<String> interfaces = section.texts("interfaces", 100);
        Set<PeerId> allow = new TreeSet<>(section.parsed("allow", 64, fingerprint, PeerId::parse));
        Set<PeerId> deny = new TreeSet<>(section.parsed("deny", 64, fingerprint, PeerId::parse));
        for (HostPort place : advertise) {
            portGiven(section, "advertise", place);
        }
        for (HostPort place : peers) {
            portGiven(section, "peers", place);
        }
        section.end();
        return bound == null ? null : new NetConfig(bound, advertise, peers, mdns, interfaces, allow, deny);
    }

    private static void portGiven(Section section, String key, HostPort place) {
        if (place.port() == 0) {
            section.wrong(key, "lists port 0", "write the port that is dialled, usually 7070");
        }
    }
}
