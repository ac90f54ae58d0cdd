package dev.starling.node.cli.doctor;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.starling.crypto.channel.ChannelIdentity;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.trust.Roster;
import dev.starling.node.address.Bypass;
import dev.starling.node.address.HostPort;
import dev.starling.node.charter.Charter;
import dev.starling.node.config.NetConfig;
import dev.starling.node.config.NodeConfig;
import dev.starling.node.doctor.AdvertiseCheck;
import dev.starling.node.doctor.Check;
import dev.starling.node.doctor.ClockCheck;
import dev.starling.node.doctor.MulticastCheck;
import dev.starling.node.doctor.OwnerOnlyCheck;
import dev.starling.node.doctor.PeerProbe;
import dev.starling.node.doctor.PortCheck;
import dev.starling.node.doctor.ProxyCheck;
import dev.starling.node.doctor.Room;
import dev.starling.node.doctor.Tunnel;
import dev.starling.node.finding.Finding;
import dev.starling.node.learning.LearningException;
import dev.starling.node.learning.NativeArithmetic;
import dev.starling.node.net.settings.Proxy;
import dev.starling.node.runtime.WayOut;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.FederationFiles;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.site.SiteData;
import dev.starling.node.table.DataException;
import dev.starling.node.table.Table;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All checks of one member, as far as there is enough of it to look at. */
final class SiteChecks {
    private static final int FULL_MESH = 16;
    private static final int NEIGHBOURS = 8;
    private static final int MOST_PARTICIPANTS = 32;
    private static final double SHORT_BODY = 0.254;
    private static final Duration A_HOP = Duration.ofSeconds(5);

    private final Patient patient;
    private final DataDirectory directory;

    SiteChecks(Patient patient) {
        this.patient = patient;
        this.directory = patient.directory();
    }

    List<Check> all() {
        List<Check> checks = new ArrayList<>();
        checks.add(Check.of("java", () -> Finding.pass("java", "version " + Runtime.version())));
        checks.add(new ClockCheck(
                patient.clock(), List.of(directory.identity(), directory.config(), directory.rosterLog())));
        if (Files.exists(directory.identity())) {
            checks.add(new OwnerOnlyCheck("key file", directory.identity()));
        }
        patient.passphrase()
                .filter(Files::exists)
                .ifPresent(file -> checks.add(Check.ofAll("passphrase file", () -> warned("passphrase file", file))));
        checks.add(Check.of("native library", SiteChecks::arithmetic));
        patient.config().ifPresent(config -> checks.add(Check.ofAll("data", () -> data(config))));
        patient.charter().ifPresent(charter -> room(charter.charter(), checks));
        patient.config().ifPresent(config -> network(config, checks));
        patient.status().ifPresent(status -> checks.add(Check.ofAll("node", () -> RunningNode.findings(status))));
        return checks;
    }

    /** A container's secrets are often for everybody in it, so this is no failure. */
    private static List<Finding> warned(String name, Path file) {
        return new OwnerOnlyCheck(name, file)
                .look().stream().map(Finding::atMostWarning).toList();
    }

    private static Finding arithmetic() {
        try {
            NativeArithmetic.start();
            return Finding.pass("native library", "loads");
        } catch (LearningException e) {
            return Finding.fail("native library", String.valueOf(e.getMessage()));
        }
    }

    private List<Finding> data(NodeConfig config) {
        List<Finding> findings = new ArrayList<>();
        try {
            if (patient.charter().isEmpty()) {
                int rows = Table.open(config.data()).rows();
                findings.add(Finding.pass("data", config.data().file() + " is readable, " + rows + " rows"));
                return findings;
            }
            Charter charter = patient.charter().get().charter();
            Roster roster = patient.roster().orElseGet(patient.charter().get()::foundingRoster);
            SiteData own = SiteData.forTraining(config.data(), FederationFiles.scaled(charter, roster));
            findings.add(Finding.pass(
                    "data",
                    config.data().file() + " fits the charter, "
                            + own.split().training().rows() + " rows to train on, "
                            + own.split().holdout().rows() + " for the verdict"));
            own.remarks().forEach(remark -> findings.add(Finding.warn("data", remark, "see `starling data check`")));
        } catch (NodeFailure e) {
            findings.add(Finding.fail("data", e.message()));
        } catch (DataException e) {
            findings.add(Finding.fail("data", String.valueOf(e.getMessage())));
        }
        return findings;
    }

    private void room(Charter charter, List<Check> checks) {
        int members =
                patient.roster().map(Roster::size).orElse(charter.founders().size());
        int wanted = charter.mixing().fanout();
        int neighbours = wanted > 0 ? wanted : (members <= FULL_MESH ? members - 1 : NEIGHBOURS);
        double body = switch (charter.mixing().encoding()) {
            case FLOAT32 -> 1;
            case BFLOAT16 -> 0.5;
            case INT8, INT4 -> SHORT_BODY;
        };
        Room room = new Room(
                charter.parameters(),
                Math.min(neighbours, members - 1),
                charter.mixing().consolidateEvery() == 0 ? 0 : Math.min(members, MOST_PARTICIPANTS),
                body,
                patient.config().map(config -> config.models().keep()).orElse(0));
        checks.add(Check.of("memory", () -> room.heap(Runtime.getRuntime().maxMemory())));
        checks.add(Check.of("disk", () -> room.disk(directory.root())));
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            checks.add(Check.of("open files", () -> Room.files(system.getMaxFileDescriptorCount(), members)));
        }
    }

    private void network(NodeConfig config, List<Check> checks) {
        boolean running = patient.status().isPresent();
        Optional<Tunnel> tunnel;
        try {
            tunnel = WayOut.settings(config.net())
                    .outward()
                    .proxy()
                    .map(proxy -> tunnel(proxy, config.net().outward().noProxy()));
        } catch (NodeFailure e) {
            checks.add(Check.of("proxy", () -> Finding.fail("proxy", e.message())));
            return;
        }
        PeerProbe probe = probe(running, tunnel);
        if (!config.net().listen()) {
            checks.add(Check.of("port", () -> Finding.pass("port", "none is needed: net.listen is false")));
        } else if (running) {
            checks.add(Check.of(
                    "port",
                    () -> Finding.pass(
                            "port", "the running node has it: " + config.net().bind())));
            checks.addAll(probe.checks("advertise", config.net().advertise()));
        } else {
            checks.add(Check.ofAll("port", () -> listening(config.net())));
        }
        if (config.net().mdns() && config.net().listen()) {
            checks.add(new MulticastCheck(config.net().interfaces()));
        }
        if (tunnel.isPresent()) {
            checks.add(new ProxyCheck(config.net()));
            Path credentials = config.net().outward().proxyCredentials();
            if (credentials != null) {
                checks.add(Check.ofAll("proxy secret", () -> warned("proxy secret", credentials)));
            }
        }
        Set<HostPort> peers = new LinkedHashSet<>(config.net().peers());
        try {
            for (String hint : directory.readPeerHints()) {
                peers.add(HostPort.parse(hint));
            }
        } catch (NodeFailure | IllegalArgumentException e) {
            checks.add(Check.of(
                    "peers",
                    () -> Finding.warn(
                            "peers", directory.peerHints() + " cannot be used (" + e.getMessage() + ")", "delete it")));
        }
        checks.addAll(probe.checks("peer", List.copyOf(peers)));
    }

    /** One after the other: both listen there for a moment. */
    private static List<Finding> listening(NetConfig net) {
        List<Finding> findings = new ArrayList<>(new PortCheck(net.bind()).look());
        if (net.bind().port() != 0) {
            findings.addAll(new AdvertiseCheck(net.bind(), net.advertise()).look());
        }
        return findings;
    }

    private static Tunnel tunnel(Proxy proxy, Bypass spared) {
        Optional<String> authorization = proxy.login().map(login -> {
            byte[] words = (login.user() + ":" + login.password()).getBytes(StandardCharsets.UTF_8);
            return "Basic " + Base64.getEncoder().encodeToString(words);
        });
        return new Tunnel(proxy.address(), authorization, spared);
    }

    /** Beside a running node, and before there is a key, by a stranger's key: two links of one key would be one too many. */
    private PeerProbe probe(boolean running, Optional<Tunnel> tunnel) {
        Optional<Identity> own = patient.identity();
        boolean asMember = own.isPresent() && !running;
        try (Identity passing = Identity.generate(new SecureRandom())) {
            PeerProbe.Caller caller = new PeerProbe.Caller(
                    ChannelIdentity.issue(
                            asMember ? own.get() : passing, patient.clock().get()),
                    own.map(Identity::peerId),
                    asMember && patient.roster().isPresent());
            return new PeerProbe(caller, patient.roster(), patient.clock(), A_HOP, tunnel);
        }
    }
}
