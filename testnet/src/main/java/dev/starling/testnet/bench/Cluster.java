package dev.starling.testnet.bench;

import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import dev.starling.testnet.dataset.DataSet;
import dev.starling.testnet.dataset.Embedded;
import dev.starling.testnet.dataset.Request;
import dev.starling.testnet.federation.Directories;
import dev.starling.testnet.federation.Founding;
import dev.starling.testnet.federation.Keys;
import dev.starling.testnet.federation.Settlement;
import dev.starling.testnet.federation.Settlement.Meeting;
import dev.starling.testnet.federation.Site;
import dev.starling.testnet.local.Fleet;
import dev.starling.testnet.local.LocalNode;
import dev.starling.testnet.local.NodeProcess;
import dev.starling.testnet.local.NodeStatus;
import dev.starling.testnet.local.Ports;
import dev.starling.testnet.run.TrainingChoice;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Real nodes on the loopback address, each a process of its own, on the embedded digits. Closing ends the processes and
 * removes their directories. Confined to one thread.
 */
final class Cluster implements AutoCloseable {
    private static final long SEED = 1;
    private static final long LOOK_MILLIS = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Path directory;
    private final List<Site> sites;
    private final Fleet fleet = new Fleet();
    private final List<LocalNode> nodes = new ArrayList<>();

    private Cluster(Path directory, List<Site> sites) {
        this.directory = directory;
        this.sites = sites;
    }

    /** Founds a federation; nothing runs yet. */
    static Cluster found(int members, TrainingChoice choice) throws NodeFailure {
        try {
            Path directory = Files.createTempDirectory("starling-bench-");
            DataSet data = DataSet.open(digits(members), SEED);
            Founding.Agreement agreement = choice.agreement("Bench", data, SEED);
            List<Integer> ports = Ports.take(InetAddress.getLoopbackAddress(), OptionalInt.empty(), members);
            Settlement settlement = new Settlement(directory, data, SEED);
            Meeting meeting = Meeting.onLoopback(ports);
            settlement.settle(new Founding(agreement, Keys.ofSeed(SEED), 0), meeting);
            return new Cluster(directory, settlement.sites(meeting));
        } catch (IOException e) {
            throw NodeFailure.of(e);
        }
    }

    private static Request digits(int members) {
        return new Request(
                List.of(Embedded.DIGITS.word()),
                List.of(),
                Optional.empty(),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.of(members));
    }

    /** Starts the nodes that do not run yet. */
    void start(UnaryOperator<List<String>> program) throws NodeFailure {
        while (nodes.size() < sites.size()) {
            startNext(program);
        }
    }

    /**
     * Starts one more node.
     *
     * @param program makes the whole command line of a node's verb and options
     */
    void startNext(UnaryOperator<List<String>> program) throws NodeFailure {
        Site site = sites.get(nodes.size());
        List<String> verb = List.of(
                "run",
                "--dir",
                site.directory().root().toString(),
                "--passphrase-file",
                site.passphraseFile().toString());
        NodeProcess process = fleet.start(site.name(), program.apply(verb), site.log());
        nodes.add(new LocalNode(site.directory(), process));
    }

    List<LocalNode> nodes() {
        return List.copyOf(nodes);
    }

    /** Port that a node listens on. */
    int port(int node) {
        String address = sites.get(node).address();
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    /** Mean physical memory of the nodes now, in bytes; empty where the operating system does not tell. */
    OptionalDouble memoryBytes() {
        return nodes.stream()
                .map(node -> node.process().memoryBytes())
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .average();
    }

    /** What all nodes say of themselves; one that does not answer yet is missing. */
    List<NodeStatus> look() throws NodeFailure {
        List<NodeStatus> statuses = new ArrayList<>();
        for (LocalNode node : nodes) {
            node.status().ifPresent(statuses::add);
        }
        return statuses;
    }

    /**
     * Waits until all nodes answer and each is as wanted.
     *
     * @throws NodeFailure when a node ends, or after three minutes
     */
    List<NodeStatus> await(String what, Predicate<NodeStatus> wanted) throws NodeFailure, InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - until < 0) {
            List<NodeStatus> statuses = look();
            if (statuses.size() == nodes.size() && statuses.stream().allMatch(wanted)) {
                return statuses;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        throw new NodeFailure(
                ExitCode.FAILED,
                "not all nodes " + what + " within " + PATIENCE.toMinutes() + " minutes; the last they said: "
                        + look());
    }

    @Override
    public void close() throws NodeFailure {
        fleet.close();
        Directories.remove(directory);
    }
}
