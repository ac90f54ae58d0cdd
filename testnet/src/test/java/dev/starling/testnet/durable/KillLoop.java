package dev.starling.testnet.durable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.starling.gossip.wire.DurableCodec;
import dev.starling.node.admin.AdminClient;
import dev.starling.node.site.CharterDocument;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.site.model.MemberModels;
import dev.starling.node.store.Recovered;
import dev.starling.node.store.StateStore;
import dev.starling.node.store.StoreException;
import dev.starling.testnet.federation.Site;
import dev.starling.testnet.local.Fleet;
import dev.starling.testnet.local.NodeProcess;
import dev.starling.testnet.local.NodeProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A federation of node processes in which every node is killed with -9 again and again and started anew, some at a time,
 * while the others go on. What is aimed at is drawn from a seed; where in its work a node really was is seen from what it
 * left behind, and counted.
 */
final class KillLoop implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 120_000;
    private static final long LOOK_MILLIS = 50;
    private static final double AGAIN_WHILE_STARTING = 0.25;
    private static final int START_MILLIS = 2500;

    private final List<Site> sites;
    private final StateWatch watch;
    private final CharterDocument document;
    private final DurableCodec codec;
    private final NodeProgram program;
    private final Fleet fleet = new Fleet();
    private final long seed;
    private final Semaphore atOnce;
    private final AtomicInteger left;
    private final AtomicInteger starts = new AtomicInteger();
    private final Map<String, Integer> found = new TreeMap<>();
    private volatile boolean failed;

    /** What a killer waits for before it strikes, after a short random delay. */
    private enum Aim {
        /** Nothing: any moment will do. */
        ANY(1500) {
            @Override
            boolean await(StateWatch watch, Site victim, Site other) {
                return true;
            }
        },
        /** A new checkpoint is being written, or takes the place of the old one. */
        CHECKPOINT(12) {
            @Override
            boolean await(StateWatch watch, Site victim, Site other) throws InterruptedException {
                return watch.awaitChange(victim, name -> name.equals("checkpoint.tmp"), 3000);
            }
        },
        /** Records have been written and are being synced. */
        JOURNAL(3) {
            @Override
            boolean await(StateWatch watch, Site victim, Site other) throws InterruptedException {
                return watch.awaitChange(victim, name -> name.startsWith("journal-"), 3000);
            }
        },
        /** Another node has just recorded something, about which the victim is about to hear and to record its own. */
        BEFORE_JOURNAL(8) {
            @Override
            boolean await(StateWatch watch, Site victim, Site other) throws InterruptedException {
                return watch.awaitChange(other, name -> name.startsWith("journal-"), 3000);
            }
        };

        private final int spreadMillis;

        Aim(int spreadMillis) {
            this.spreadMillis = spreadMillis;
        }

        abstract boolean await(StateWatch watch, Site victim, Site other) throws InterruptedException;
    }

    /**
     * @param kills how many in all
     * @param atOnce how many nodes are down at a time, at most
     */
    record Plan(int kills, int atOnce, long seed) {}

    KillLoop(List<Site> sites, StateWatch watch, CharterDocument document, Plan plan) throws NodeFailure {
        this.sites = List.copyOf(sites);
        this.watch = watch;
        this.document = document;
        this.codec = new DurableCodec(document.federation(), document.charter().parameters());
        this.program = NodeProgram.find();
        this.seed = plan.seed();
        this.atOnce = new Semaphore(plan.atOnce());
        this.left = new AtomicInteger(plan.kills());
    }

    /** Runs it; returns how often a killed node was found in which state. */
    Map<String, Integer> run() throws Exception {
        List<NodeProcess> processes = new ArrayList<>();
        for (Site site : sites) {
            processes.add(start(site));
        }
        for (Site site : sites) {
            awaitSlot(site, 2);
        }
        ExecutorService killers = Executors.newFixedThreadPool(sites.size());
        try {
            List<Callable<NodeProcess>> tasks = new ArrayList<>();
            for (int i = 0; i < sites.size(); i++) {
                int member = i;
                SplittableRandom random = new SplittableRandom(seed * 1000 + i);
                tasks.add(() -> killAgainAndAgain(member, processes.get(member), random));
            }
            List<NodeProcess> survivors = new ArrayList<>();
            for (Future<NodeProcess> done : killers.invokeAll(tasks)) {
                survivors.add(result(done));
            }
            settle(survivors);
        } finally {
            killers.shutdownNow();
        }
        return found;
    }

    private static NodeProcess result(Future<NodeProcess> done) throws Exception {
        try {
            return done.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private NodeProcess killAgainAndAgain(int member, NodeProcess first, SplittableRandom random) throws Exception {
        Site site = sites.get(member);
        NodeProcess process = first;
        try {
            while (!failed && left.getAndDecrement() > 0) {
                atOnce.acquire();
                try {
                    Site other = sites.get((member + 1 + random.nextInt(sites.size() - 1)) % sites.size());
                    Aim aim = Aim.values()[random.nextInt(Aim.values().length)];
                    boolean seen = aim.await(watch, site, other);
                    TimeUnit.MICROSECONDS.sleep(random.nextInt(1000 * aim.spreadMillis));
                    process = killAndStart(site, process, seen ? aim.name() : Aim.ANY.name());
                    while (random.nextDouble() < AGAIN_WHILE_STARTING && left.getAndDecrement() > 0) {
                        TimeUnit.MILLISECONDS.sleep(random.nextInt(START_MILLIS));
                        process = killAndStart(site, process, "STARTING");
                    }
                    awaitSlot(site, 0);
                } finally {
                    atOnce.release();
                }
            }
            return process;
        } catch (Exception | AssertionError e) {
            failed = true;
            throw e;
        }
    }

    private NodeProcess killAndStart(Site site, NodeProcess process, String aim) throws Exception {
        process.requireRunning();
        ProcessHandle handle = ProcessHandle.of(process.id()).orElseThrow();
        handle.destroyForcibly();
        handle.onExit().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        String state = whatWasLeft(site);
        boolean best = modelsAreWhole(site);
        synchronized (found) {
            found.merge("with a best model", best ? 1 : 0, Integer::sum);
            found.merge("aimed at " + aim.toLowerCase(Locale.ROOT), 1, Integer::sum);
            found.merge("found " + state, 1, Integer::sum);
        }
        return start(site);
    }

    /** That it can be read, and where in its work the node was. */
    private String whatWasLeft(Site site) throws IOException, StoreException {
        long journals;
        boolean unfinished;
        try (Stream<Path> files = Files.list(site.directory().state())) {
            List<String> names =
                    files.map(file -> String.valueOf(file.getFileName())).toList();
            journals =
                    names.stream().filter(name -> name.startsWith("journal-")).count();
            unfinished = names.contains("checkpoint.tmp");
        }
        Recovered state = StateStore.peek(site.directory().root(), codec).orElseThrow();
        if (unfinished) {
            return journals > 1 ? "a new checkpoint without its name" : "half a new checkpoint";
        }
        if (journals > 1) {
            return "a new checkpoint with the old journal";
        }
        if (state.droppedBytes() > 0) {
            return "half a record";
        }
        boolean open =
                state.checkpoint().pairs().stream().anyMatch(pair -> pair.open().isPresent());
        return state.records().isEmpty()
                ? (open ? "a checkpoint with open transactions alone" : "a checkpoint alone")
                : "a checkpoint and records";
    }

    /** That every model on its shelf can be loaded; whether the best one is among them. */
    private boolean modelsAreWhole(Site site) throws NodeFailure {
        MemberModels models = new MemberModels(site.directory(), document.federation(), document.charter());
        MemberModels.Listing listing = models.list();
        if (!listing.remarks().isEmpty()) {
            throw new AssertionError(site.name() + " was killed, and left behind: " + listing.remarks());
        }
        for (MemberModels.Item item : listing.items()) {
            models.load(item.digest().hex());
        }
        return listing.items().stream().anyMatch(item -> item.kind().equals(MemberModels.BEST));
    }

    private NodeProcess start(Site site) throws NodeFailure, IOException {
        Path log = site.log().resolveSibling(site.name() + "-" + starts.incrementAndGet() + ".log");
        List<String> command = program.command(
                "run",
                "--dir",
                site.directory().root().toString(),
                "--quiet",
                "--passphrase-file",
                site.passphraseFile().toString());
        // Left by the one that was killed: it would be asked in the new one's place.
        Files.deleteIfExists(site.directory().adminAddress());
        return fleet.start(site.name(), command, log);
    }

    private JsonNode status(Site site) throws IOException {
        return AdminClient.find(site.directory().adminAddress()).get("/v1/status");
    }

    /** Waits until the node answers and has published this slot. */
    private JsonNode awaitSlot(Site site, int slot) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        while (System.nanoTime() < deadline) {
            for (NodeProcess process : fleet.running()) {
                process.requireRunning();
            }
            try {
                JsonNode status = status(site);
                if (status.path("slot").asInt() >= slot) {
                    return status;
                }
            } catch (IOException e) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        throw new AssertionError(site.name() + " does not reach slot " + slot + "; see "
                + site.log().getParent());
    }

    /** Lets everybody exchange with everybody once more, finish and go. */
    private void settle(List<NodeProcess> survivors) throws Exception {
        List<JsonNode> last = new ArrayList<>();
        for (Site site : sites) {
            last.add(awaitSlot(site, status(site).path("slot").asInt() + 3));
        }
        int newest = last.stream()
                .map(s -> s.path("slot").asInt())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        for (Site site : sites) {
            JsonNode status = awaitSlot(site, newest);
            if (status.path("voids").asInt() != 0 || status.path("verdicts").has("EQUIVOCATION")) {
                throw new AssertionError(site.name() + " reports " + status);
            }
        }
        for (Site site : sites) {
            AdminClient.find(site.directory().adminAddress()).post("/v1/leave");
        }
        for (NodeProcess process : survivors) {
            process.awaitGoodEnd(Duration.ofMillis(PATIENCE_MILLIS));
        }
    }

    @Override
    public void close() {
        fleet.close();
    }
}
