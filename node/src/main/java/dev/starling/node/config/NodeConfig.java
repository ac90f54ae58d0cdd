package dev.starling.node.config;

import dev.starling.crypto.identity.PeerId;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one site decides for itself, parsed from {@code starling.toml}. No charter can change any of it. Immutable.
 *
 * @param organisation name the other members see
 * @param data the site's own table
 * @param net where the node listens and whom it dials
 * @param admin the local status interface
 * @param log what is logged
 */
public record NodeConfig(String organisation, Data data, Net net, Admin admin, Log log) {
    private static final int MAX_ORGANISATION = 80;

    /**
     * The site's own rows.
     *
     * @param file table of the site's rows: CSV, or an array in IDX or NPY
     * @param labels array with one label a row, when the table is an array; a CSV table has its own column
     * @param holdout share of the rows that is never trained on, 0 to 0.9
     * @param seed of the split and of the batches
     */
    public record Data(Path file, @Nullable Path labels, double holdout, long seed) {}

    /**
     * Where the node listens and whom it dials.
     *
     * @param bind address the node listens on
     * @param advertise addresses others should dial; empty to let the node find out
     * @param peers addresses that are dialled whatever discovery says
     * @param mdns whether to look for members on the local network
     * @param interfaces names of the network interfaces that mDNS uses; empty for all
     * @param allow members to talk to; empty for every member of the roster
     * @param deny members never to talk to
     */
    public record Net(
            HostPort bind,
            List<HostPort> advertise,
            List<HostPort> peers,
            boolean mdns,
            List<String> interfaces,
            Set<PeerId> allow,
            Set<PeerId> deny) {
        public Net {
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
    }

    /**
     * The local status interface.
     *
     * @param port on the loopback address; 0 for any free one
     */
    public record Admin(int port) {}

    /**
     * What is logged.
     *
     * @param level least severity that is logged
     * @param json one JSON object a line instead of text
     */
    public record Log(Level level, boolean json) {
        /** Severity of a log line. */
        public enum Level {
            /** Somebody must act. */
            ERROR,
            /** Somebody should look. */
            WARN,
            /** What an operator follows. */
            INFO,
            /** What a developer follows. */
            DEBUG,
            /** Everything. */
            TRACE
        }
    }

    /**
     * Reads a site's configuration.
     *
     * @param utf8 content of the file
     * @param fileName how problems name the file
     * @param dataDirectory what relative paths start from
     * @throws ConfigException with every problem found
     */
    public static NodeConfig parse(byte[] utf8, String fileName, Path dataDirectory) throws ConfigException {
        return TomlFile.read(utf8, fileName, (root, file) -> read(root, file, dataDirectory));
    }

    private static @Nullable NodeConfig read(Section root, TomlFile file, Path dataDirectory) {
        String organisation = root.text("organisation", MAX_ORGANISATION, "Hospital North");
        Data data = data(root.section("data"), dataDirectory);
        Net net = net(root.section("net"));
        Section admin = root.section("admin");
        int adminPort = (int) admin.integer("port", 0, 0, 0xFFFF);
        admin.end();
        Section log = root.section("log");
        Log.Level level = log.choice("level", Log.Level.INFO, Log.Level.values());
        boolean json = log.flag("json", false);
        log.end();
        root.end();
        return file.sound() && data != null && net != null
                ? new NodeConfig(organisation, data, net, new Admin(adminPort), new Log(level, json))
                : null;
    }

    private static @Nullable Data data(Section section, Path dataDirectory) {
        String name = section.text("file", 4096, "data.csv");
        String labelsName = section.has("labels") ? section.text("labels", 4096, "labels.idx") : "";
        double holdout = section.decimal("holdout", 0.2, new Bounds(0, 0.9, Bounds.Open.NONE));
        long seed = section.integer("seed", 1, Long.MIN_VALUE, Long.MAX_VALUE);
        section.end();
        Path file = path(section, "file", name, dataDirectory);
        Path labels = path(section, "labels", labelsName, dataDirectory);
        return file == null ? null : new Data(file, labels, holdout, seed);
    }

    private static @Nullable Path path(Section section, String key, String text, Path dataDirectory) {
        return text.isEmpty()
                ? null
                : section.parsed(key, text, "write the path of a file", name -> resolve(dataDirectory, name));
    }

    private static Path resolve(Path dataDirectory, String text) {
        try {
            return dataDirectory.resolve(text).normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("it is not a path on this system", e);
        }
    }

    private static @Nullable Net net(Section section) {
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
        return bound == null ? null : new Net(bound, advertise, peers, mdns, interfaces, allow, deny);
    }

    private static void portGiven(Section section, String key, HostPort place) {
        if (place.port() == 0) {
            section.wrong(key, "lists port 0", "write the port that is dialled, usually 7070");
        }
    }

    /**
     * The commented file that a new member starts from.
     *
     * @param organisation name the other members will see
     * @param dataFile path of the site's table, absolute or relative to the data directory
     * @param labelsFile likewise of the labels when the table is an array; otherwise the key stands there as a comment
     */
    public static String template(String organisation, String dataFile, @Nullable String labelsFile) {
        String labels = labelsFile == null ? "# labels = \"labels.idx\"" : "labels = " + TomlText.of(labelsFile);
        return TEMPLATE.formatted(TomlText.of(organisation), TomlText.of(dataFile), labels);
    }

    private static final String TEMPLATE = """
            # Configuration of one Starling node. It belongs to this site alone; no charter can change it.

            # Name the other members see.
            organisation = %s

            [data]
            # Table with one row per case, plain or gzip: CSV with a header ('?' and empty cells are missing), or an array
            # in IDX or NPY. A relative path starts from the directory of this file.
            file = %s
            # For an array only: the array with one label a row.
            %s
            # Share of the rows that is never trained on, for the verdict.
            holdout = 0.2
            # Seed of the split and of the batches.
            seed = 1

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

            [admin]
            # Port of the status interface on the loopback address; 0 for any free one.
            port = 0

            [log]
            # "error", "warn", "info", "debug" or "trace".
            level = "info"
            # One JSON object a line.
            json = false
            """;
}
