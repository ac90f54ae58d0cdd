package dev.starling.testnet.run;

import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import dev.starling.testnet.federation.Attendance;
import dev.starling.testnet.federation.Judge;
import dev.starling.testnet.federation.Progress;
import dev.starling.testnet.federation.Site;
import dev.starling.testnet.local.Fleet;
import dev.starling.testnet.local.LocalNode;
import dev.starling.testnet.local.NodeProcess;
import dev.starling.testnet.local.NodeProgram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The federation's course: all nodes start, train to the end of the plan and stop. Scores are taken from outside, from what
 * each node has on its disk, and take a tenth of the time at most, so that the judge does not slow down whom it judges.
 * Confined to one thread.
 */
final class Course {
    private static final long LOOK_MILLIS = 500;
    private static final int MOST_ASKED_AT_ONCE = 16;
    private static final int SCORING_SHARE = 10;
    private static final Duration TO_MOVE_ON = Duration.ofMinutes(5);
    private static final Duration LAST_EXCHANGES = Duration.ofSeconds(2);
    private static final Duration LAST_METRICS = Duration.ofSeconds(10);

    private final List<Site> sites;
    private final int slots;
    private final Judge judge;
    private final Progress progress;
    private final long startNanos;
    private final List<Attendance> members = new ArrayList<>();
    private final List<NodeProcess> processes = new ArrayList<>();
    private final ExecutorService askers;
    private long movedNanos;
    private int reached;
    private long scoredNanos;
    private long scoringNanos;

    Course(List<Site> sites, int slots, Judge judge, Progress progress, long startNanos) {
        this.sites = sites;
        this.slots = slots;
        this.judge = judge;
        this.progress = progress;
        this.startNanos = startNanos;
        this.askers = Executors.newFixedThreadPool(Math.min(MOST_ASKED_AT_ONCE, sites.size()));
    }

    /**
     * How it ended.
     *
     * @param members with their last models and scores
     * @param seconds from the first node's start to the last one's end
     * @param peakMemoryBytes of each process, where the system tells
     */
    record Ending(List<Attendance> members, double seconds, List<Long> peakMemoryBytes) {}

    /**
     * @param judging whether the members hold rows out, so that they will judge the last consolidated model
     */
    Ending run(NodeProgram program, int heapMegabytes, boolean judging) throws NodeFailure, InterruptedException {
        long from = System.nanoTime();
        try (Fleet fleet = new Fleet()) {
            for (Site site : sites) {
                start(fleet, program, heapMegabytes, site);
            }
            movedNanos = System.nanoTime();
            while (!members.stream().allMatch(member -> member.status().idle())) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                look();
                score();
                requireMotion();
            }
            TimeUnit.MILLISECONDS.sleep(LAST_EXCHANGES.toMillis());
            look();
            if (judging) {
                awaitMetrics();
            }
            List<Long> memory = peakMemory();
            end();
            return new Ending(List.copyOf(members), (System.nanoTime() - from) / 1e9, memory);
        } finally {
            askers.shutdownNow();
        }
    }

    /** The last model is decided, and judged by all, when the plan is over. It may also never be. */
    private void awaitMetrics() throws NodeFailure, InterruptedException {
        long since = System.nanoTime();
        while (members.stream().noneMatch(Attendance::showsNewestMetrics)
                && System.nanoTime() - since < LAST_METRICS.toNanos()) {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            look();
        }
    }

    private void start(Fleet fleet, NodeProgram program, int heapMegabytes, Site site) throws NodeFailure {
        NodeProcess process = fleet.start(site.name(), program.command(heapMegabytes, site.run()), site.log());
        processes.add(process);
        members.add(new Attendance(site, new LocalNode(site.directory(), process), false));
    }

    /** Asks all of them at once: one that is busy starting may take its time to answer. */
    private void look() throws NodeFailure, InterruptedException {
        List<Callable<Void>> questions = members.stream().map(Course::question).toList();
        try {
            for (Future<Void> answered : askers.invokeAll(questions)) {
                answered.get();
            }
        } catch (ExecutionException e) {
            throw NodeFailure.of(e.getCause() == null ? e : e.getCause());
        }
        // Slots, and before the first one peers: many nodes that start on few processors take minutes to find each
        // other.
        int sum = members.stream()
                .mapToInt(member -> member.status().slot() + member.status().peersAlive())
                .sum();
        if (sum > reached) {
            reached = sum;
            movedNanos = System.nanoTime();
        }
        progress.members(millis(), members.stream().map(this::line).toList());
    }

    @SuppressWarnings("NullAway") // Void has no other value
    private static Callable<Void> question(Attendance member) {
        return () -> {
            member.look();
            return null;
        };
    }

    private Progress.Line line(Attendance member) {
        return new Progress.Line(
                member.site().name(),
                Math.min(slots, member.status().slot()),
                member.score(),
                member.status().peersAlive(),
                member.status().bytesSent(),
                member.status().phase());
    }

    private void score() throws NodeFailure {
        if (System.nanoTime() - scoredNanos < (SCORING_SHARE - 1) * scoringNanos) {
            return;
        }
        long from = System.nanoTime();
        for (Attendance member : members) {
            if (member.status().slot() > member.lastSlot()) {
                member.score(judge, slots);
            }
        }
        scoredNanos = System.nanoTime();
        scoringNanos = scoredNanos - from;
    }

    private void requireMotion() throws NodeFailure {
        if (System.nanoTime() - movedNanos > TO_MOVE_ON.toNanos()) {
            Attendance slowest = members.stream()
                    .min(Comparator.comparingInt(member -> member.status().slot()))
                    .orElseThrow();
            throw new NodeFailure(
                    ExitCode.FAILED,
                    "nobody has moved on for " + TO_MOVE_ON.toMinutes() + " minutes; "
                            + slowest.site().name() + " is at slot "
                            + slowest.status().slot() + " ("
                            + slowest.status().phase() + "); see "
                            + slowest.site().log());
        }
    }

    private List<Long> peakMemory() {
        return processes.stream()
                .map(NodeProcess::peakMemoryBytes)
                .filter(OptionalLong::isPresent)
                .map(OptionalLong::getAsLong)
                .toList();
    }

    private void end() throws NodeFailure, InterruptedException {
        for (Attendance member : members) {
            member.askToStop();
        }
        for (Attendance member : members) {
            member.awaitEnd(judge, slots);
        }
    }

    private long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    }
}
