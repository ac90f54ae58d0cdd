package dev.starling.testnet.up;

import com.fasterxml.jackson.databind.JsonNode;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import dev.starling.testnet.federation.Directories;
import dev.starling.testnet.federation.Site;
import dev.starling.testnet.local.NodeProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** All nodes of a directory that {@code testnet up} made. Confined to one thread. */
public final class StandingFederation {
    private static final Duration TO_ANSWER = Duration.ofSeconds(90);
    private static final long LOOK_MILLIS = 200;

    private final Path directory;
    private Registry registry;

    private StandingFederation(Path directory, Registry registry) {
        this.directory = directory;
        this.registry = registry;
    }

    /**
     * Writes down a federation that has just been founded; nothing runs yet.
     *
     * @param sites its members, each in {@code nodes/NAME} below the directory
     */
    public static StandingFederation create(
            Path directory, String federation, int slots, int heapMegabytes, List<Site> sites) throws NodeFailure {
        List<Registry.Entry> entries = sites.stream()
                .map(site -> new Registry.Entry(site.name(), site.address(), heapMegabytes, 0, null))
                .toList();
        Registry registry = new Registry(Registry.FORMAT, federation, slots, entries);
        registry.write(directory);
        return new StandingFederation(directory, registry);
    }

    /**
     * The federation of a directory.
     *
     * @throws NodeFailure when there is none
     */
    public static StandingFederation open(Path directory) throws NodeFailure {
        return new StandingFederation(directory, Registry.read(directory));
    }

    /** How one member is. */
    public record State(Registry.Entry entry, boolean running, Optional<JsonNode> status) {}

    /** How all members are. */
    public List<State> states() {
        List<State> states = new ArrayList<>();
        for (StandingNode node : nodes()) {
            states.add(new State(node.entry(), node.process().isPresent(), node.status()));
        }
        return states;
    }

    /** Federation id and plan. */
    public Registry registry() {
        return registry;
    }

    /**
     * Starts every node that does not run, and waits until all of them answer.
     *
     * @throws NodeFailure when one ends instead, with its last words, or does not answer in time
     */
    void start(NodeProgram program) throws NodeFailure, InterruptedException {
        for (StandingNode node : nodes()) {
            if (node.process().isEmpty()) {
                note(node.start(program));
            }
        }
        for (Registry.Entry entry : registry.members()) {
            awaitAnswer(node(entry));
        }
    }

    /** Ends a member's node at once, as a power cut would. */
    public void kill(String name) throws NodeFailure, InterruptedException {
        StandingNode node = node(name);
        if (node.process().isEmpty()) {
            throw new NodeFailure(
                    ExitCode.FAILED,
                    "the node of " + name + " does not run; start it with `starling testnet restart " + name + "`");
        }
        node.kill();
        note(node.entry().with(0, null));
    }

    /** Stops a member's node in good order if it runs, and starts it again. */
    public void restart(String name) throws NodeFailure, InterruptedException {
        node(name).stop();
        note(node(name).start(NodeProgram.find()));
        awaitAnswer(node(name));
    }

    /** Stops every node; the directory stays. */
    public void down() throws NodeFailure, InterruptedException {
        for (StandingNode node : nodes()) {
            node.stop();
            note(node.entry().with(0, null));
        }
    }

    /** Removes the directory of a federation that is down. */
    public void remove() throws NodeFailure {
        Directories.remove(directory);
    }

    /**
     * Ends whatever runs in a directory, also one that was only half made, and removes what is in it.
     *
     * @param wasThere whether the directory itself stays
     */
    static void removeAll(Path directory, boolean wasThere) throws NodeFailure, InterruptedException {
        if (Registry.isIn(directory)) {
            StandingFederation half = open(directory);
            for (StandingNode node : half.nodes()) {
                node.kill();
            }
        }
        Directories.removeContent(directory);
        if (!wasThere) {
            Directories.remove(directory);
        }
    }

    private void awaitAnswer(StandingNode node) throws NodeFailure, InterruptedException {
        long since = System.nanoTime();
        while (node.status().isEmpty()) {
            if (node.process().isEmpty()) {
                note(node.entry().with(0, null));
                throw stuck(node, "ended");
            }
            if (System.nanoTime() - since > TO_ANSWER.toNanos()) {
                throw stuck(node, "does not answer after " + TO_ANSWER.toSeconds() + " s");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private static NodeFailure stuck(StandingNode node, String how) {
        return new NodeFailure(
                ExitCode.FAILED,
                "the node of " + node.entry().name() + " " + how + " (" + node.lastWords() + "); see "
                        + node.site().log());
    }

    private void note(Registry.Entry changed) throws NodeFailure {
        registry = registry.with(changed);
        registry.write(directory);
    }

    private StandingNode node(String name) throws NodeFailure {
        return node(registry.member(name));
    }

    private List<StandingNode> nodes() {
        return registry.members().stream().map(this::node).toList();
    }

    private StandingNode node(Registry.Entry entry) {
        Site site = new Site(
                entry.name(),
                StandingNode.directory(directory, entry.name()),
                entry.address(),
                directory.resolve("logs").resolve(entry.name() + ".log"));
        return new StandingNode(site, entry);
    }
}
