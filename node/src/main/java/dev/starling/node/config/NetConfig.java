package dev.starling.node.config;

import dev.starling.crypto.identity.PeerId;
import dev.starling.node.address.Bypass;
import dev.starling.node.address.HostPort;
import dev.starling.node.toml.Section;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where the node listens, whom it dials and how: section {@code net}.
 *
 * @param listen whether the node listens at all; one that does not is linked with those that it can dial
 * @param bind address the node listens on
 * @param advertise addresses others should dial; empty to let the node find out
 * @param peers addresses that are dialled whatever discovery says
 * @param mdns whether to look for members on the local network
 * @param interfaces names of the network interfaces that mDNS uses; empty for all
 * @param allow members to talk to; empty for every member of the roster
 * @param deny members never to talk to
 * @param outward the way out of the site
 */
public record NetConfig(
        boolean listen,
        HostPort bind,
        List<HostPort> advertise,
        List<HostPort> peers,
        boolean mdns,
        List<String> interfaces,
        Set<PeerId> allow,
        Set<PeerId> deny,
        Outward outward) {

    /**
     * The way out of the site.
     *
     * @param proxy HTTP proxy that addresses are dialled through; null to dial directly
     * @param proxyCredentials file whose first line is {@code user:password} for the proxy; null when it asks for none
     * @param noProxy whom the proxy is not for
     * @param maxBytesPerSecond what the node may send, and as much again receive; 0 for no cap
     */
    public record Outward(
            @Nullable HostPort proxy, @Nullable Path proxyCredentials, Bypass noProxy, long maxBytesPerSecond) {
        /** Dials directly, as fast as it can. */
        public static final Outward FREE = new Outward(null, null, Bypass.NOBODY, 0);
    }

    private static final long LEAST_BYTES_PER_SECOND = 64 * 1024;
    private static final long MOST_BYTES_PER_SECOND = 1_000_000_000_000L;

    static final String TEMPLATE = """
            [net]
            # Address the node listens on, TLS 1.3 only. Two nodes on one machine need two ports.
            bind = "0.0.0.0:7070"
            # false where nothing may come in: the node dials out only, and is linked with members that do listen. Then
            # nothing is bound, advertised or announced, and `bind` means nothing.
            listen = true
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
            # HTTP proxy that addresses are dialled through (CONNECT); it looks names up, and TLS passes through it.
            # proxy = "proxy.example:3128"
            # File whose first line is user:password for the proxy, if it asks for one.
            # proxy_credentials_file = "proxy.secret"
            # Whom the proxy is not for: names with all that is below them, addresses, ranges ("10.0.0.0/8"), or "*".
            no_proxy = []
            # Bytes a second that the node may send, and as much again receive; 0 for no cap, else 65536 at least.
            # Heartbeats and other small messages pass at once and are made up for by models.
            max_bytes_per_second = 0
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

    static @Nullable NetConfig read(Section section, Path dataDirectory) {
        String address = "write it as \"host:port\" or \"[IPv6 address]:port\"";
        String fingerprint = "write the 64 hexadecimal digits that `starling roster` prints";
        String bind = section.optionalText("bind", 300, "0.0.0.0:7070");
        HostPort bound = bind.isEmpty() ? null : section.parsed("bind", bind, address, HostPort::parseWithPort);
        List<HostPort> advertise = section.parsed("advertise", 300, address, HostPort::parseWithPort);
        if (advertise.size() > 8) {
            section.wrong("advertise", "lists more than 8 addresses", "list those that other members can reach");
        }
        List<HostPort> peers = section.parsed("peers", 300, address, HostPort::parseWithPort);
        boolean mdns = section.flag("mdns", true);
        List<String> interfaces = section.texts("interfaces", 100);
        Set<PeerId> allow = new TreeSet<>(section.parsed("allow", 64, fingerprint, PeerId::parse));
        Set<PeerId> deny = new TreeSet<>(section.parsed("deny", 64, fingerprint, PeerId::parse));
        boolean listen = section.flag("listen", true);
        if (!listen && !advertise.isEmpty()) {
            section.wrong("advertise", "names addresses though net.listen is false", "remove one of the two");
        }
        Outward outward = outward(section, address, dataDirectory);
        for (HostPort place : advertise) {
            portGiven(section, "advertise", place);
        }
        for (HostPort place : peers) {
            portGiven(section, "peers", place);
        }
        section.end();
        return bound == null
                ? null
                : new NetConfig(listen, bound, advertise, peers, mdns, interfaces, allow, deny, outward);
    }

    private static Outward outward(Section section, String address, Path dataDirectory) {
        HostPort proxy = null;
        if (section.has("proxy")) {
            String text = section.text("proxy", 300, "proxy.example:3128");
            proxy = text.isEmpty() ? null : section.parsed("proxy", text, address, HostPort::parseWithPort);
        }
        if (proxy != null && proxy.port() == 0) {
            section.wrong("proxy", "names port 0", "write the port of the proxy, often 3128 or 8080");
        }
        Path credentials = null;
        if (section.has("proxy_credentials_file")) {
            String text = section.text("proxy_credentials_file", 1000, "proxy.secret");
            credentials = text.isEmpty()
                    ? null
                    : section.parsed(
                            "proxy_credentials_file",
                            text,
                            "write the path of a file",
                            name -> file(dataDirectory, name));
            if (proxy == null) {
                section.wrong("proxy_credentials_file", "stands without net.proxy", "add proxy, or remove it");
            }
        }
        List<String> spared = section.parsed(
                "no_proxy", 300, "write a name, an address, or a range such as 10.0.0.0/8", Bypass::entry);
        if (proxy == null && !spared.isEmpty()) {
            section.wrong("no_proxy", "stands without net.proxy", "add proxy, or remove it");
        }
        long cap = section.integer("max_bytes_per_second", 0, 0, MOST_BYTES_PER_SECOND);
        if (cap > 0 && cap < LEAST_BYTES_PER_SECOND) {
            section.wrong(
                    "max_bytes_per_second",
                    "is below " + LEAST_BYTES_PER_SECOND + ", with which no model gets through",
                    "write 0 for no cap, or " + LEAST_BYTES_PER_SECOND + " at least");
            cap = 0;
        }
        return new Outward(proxy, credentials, new Bypass(spared), cap);
    }

    private static Path file(Path dataDirectory, String name) {
        try {
            return dataDirectory.resolve(name).normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("it is not a path on this system", e);
        }
    }

    private static void portGiven(Section section, String key, HostPort place) {
        if (place.port() == 0) {
            section.wrong(key, "lists port 0", "write the port that is dialled, usually 7070");
        }
    }
}
