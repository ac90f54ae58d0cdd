package dev.starling.testnet.demo;

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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The run itself: five hospitals start, one comes late, one leaves, the rest finish the plan. Follows them from outside and
 * fails as soon as a node dies or nothing moves any more. Confined to one thread, but for letting the late one in.
 */
final class Story implements AutoCloseable {
    private static final long LOOK_MILLIS = 250;
    private static final Duration TO_ANSWER = Duration.ofSeconds(60);
    private static final Duration TO_MOVE_ON = Duration.ofSeconds(45);
    private static final Duration LAST_EXCHANGES = Duration.ofSeconds(1);
    /** Multicast DNS probes, announces and answers for about so long before anybody is found. */
    private static final long MULTICAST_MILLIS = 5000;

    private final DemoSettings settings;
    private final Cast cast;
    private final Preparation preparation;
    private final Progress progress;
    private final Fleet fleet = new Fleet();
    private final NodeProgram program;
    private final List<Attendance> members = new ArrayList<>();
    private final ExecutorService doorkeeper = Executors.newSingleThreadExecutor();
    private final long startNanos;
    private long openedMillis;
    private long answerMillis;
    private long firstSlotMillis;
    private int highest;
    private long movedNanos;
    private @Nullable Future<?> arrival;
    private boolean departed;

    /** What a story is told with. */
    record Props(DemoSettings settings, Cast cast, Preparation preparation, Progress progress, NodeProgram program) {}

    Story(Props props, long startNanos) {
        this.settings = props.settings();
        this.cast = props.cast();
        this.preparation = props.preparation();
        this.progress = props.progress();
        this.program = props.program();
        this.startNanos = startNanos;
        this.movedNanos = System.nanoTime();
    }

    /** Everybody who has taken part so far, in the order in which they came. */
    List<Attendance> members() {
        return members;
    }

    /** Starts the founder's node. */
    void open() throws NodeFailure {
        openedMillis = millis();
        start(cast.founder());
    }

    /** From the first invitation to the end of the last process. */
    void play(Judge judge) throws NodeFailure, InterruptedException {
        awaitAnswer(members.get(0));
        answerMillis = millis() - openedMillis;
        for (Site site : cast.invited()) {
            preparation.admit(cast.founder(), site);
            start(site);
        }
        movedNanos = System.nanoTime();
        while (!done()) {
            look(judge);
            directArrival();
            directDeparture();
            requireMotion();
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        TimeUnit.MILLISECONDS.sleep(LAST_EXCHANGES.toMillis());
        look(judge);
        end(judge);
    }

    private void start(Site site) throws NodeFailure {
        NodeProcess process = fleet.start(site.name(), program.command(site.run()), site.log());
        members.add(new Attendance(site, new LocalNode(site.directory(), process), site.equals(cast.late())));
    }

    private void awaitAnswer(Attendance member) throws NodeFailure, InterruptedException {
        long since = System.nanoTime();
        while (!member.answered()) {
            member.look();
            if (System.nanoTime() - since > TO_ANSWER.toNanos()) {
                throw stuck(member, "does not answer after " + TO_ANSWER.toSeconds() + " s");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS / 5);
        }
    }

    private void look(Judge judge) throws NodeFailure, InterruptedException {
        boolean some = false;
        for (Attendance member : members) {
            boolean before = member.left();
            if (!before) {
                member.look();
                member.score(judge, settings.slots());
            }
            some |= member.left() != before;
        }
        if (some) {
            progress.phase(millis(), cast.leaver().name() + " has left, and keeps the model it had");
        }
        int now = members.stream().mapToInt(m -> m.status().slot()).max().orElse(0);
        if (now > 0 && highest == 0) {
            firstSlotMillis = millis();
        }
        if (now > highest || some) {
            highest = now;
            movedNanos = System.nanoTime();
        }
        progress.members(millis(), members.stream().map(Story::line).toList());
    }

    private static Progress.Line line(Attendance member) {
        return new Progress.Line(
                member.site().name(),
                member.lastSlot(),
                member.score(),
                member.left() ? 0 : member.status().peersAlive(),
                member.status().bytesSent(),
                doing(member));
    }

    private static String doing(Attendance member) {
        if (member.left()) {
            return "left";
        }
        return member.leaving() ? "leaving" : member.status().phase();
    }

    /** Lets the late hospital in when it is time, aside, because the handshake takes a while. */
    private void directArrival() throws NodeFailure, InterruptedException {
        Future<?> door = arrival;
        if (door == null && highest > 0 && highest + slotsUntilArrival() >= settings.joinSlot()) {
            progress.phase(millis(), cast.late().name() + " is invited, and joins");
            arrival = doorkeeper.submit(() -> {
                preparation.admit(cast.founder(), cast.late());
                return cast.late();
            });
        } else if (door != null && door.isDone() && !present(cast.late())) {
            outcome(door);
            start(cast.late());
        }
    }

    /** Slots that pass, at the pace so far, while a node starts and is found: as long as the founder's took to answer. */
    private long slotsUntilArrival() {
        long slotMillis = Math.max(Cast.SLOT_MILLIS, (millis() - firstSlotMillis) / highest);
        return (answerMillis + (preparation.byMulticast() ? MULTICAST_MILLIS : 0)) / slotMillis;
    }

    private static void outcome(Future<?> task) throws NodeFailure, InterruptedException {
        try {
            task.get();
        } catch (ExecutionException e) {
            throw NodeFailure.of(e.getCause() == null ? e : e.getCause());
        }
    }

    private void directDeparture() throws NodeFailure {
        if (!departed && highest >= settings.leaveSlot()) {
            departed = true;
            progress.phase(millis(), cast.leaver().name() + " leaves");
            attendance(cast.leaver()).askToLeave();
        }
    }

    private boolean present(Site site) {
        return members.stream().anyMatch(m -> m.site().equals(site));
    }

    private Attendance attendance(Site site) {
        return members.stream().filter(m -> m.site().equals(site)).findFirst().orElseThrow();
    }

    private boolean done() {
        return departed
                && present(cast.late())
                && members.stream()
                        .allMatch(m -> m.leaving() ? m.left() : m.status().idle());
    }

    private void requireMotion() throws NodeFailure {
        if (System.nanoTime() - movedNanos > TO_MOVE_ON.toNanos()) {
            Attendance slowest = members.stream()
                    .filter(m -> !m.left())
                    .min(Comparator.comparingInt(m -> m.status().slot()))
                    .orElseThrow();
            throw stuck(
                    slowest,
                    "is at slot " + slowest.status().slot() + " ("
                            + slowest.status().phase() + "), and nobody has moved on for " + TO_MOVE_ON.toSeconds()
                            + " s");
        }
    }

    private static NodeFailure stuck(Attendance member, String how) {
        Site site = member.site();
        return new NodeFailure(ExitCode.FAILED, "the node of " + site.name() + " " + how + "; see " + site.log());
    }

    private void end(Judge judge) throws NodeFailure, InterruptedException {
        List<Attendance> present = members.stream().filter(m -> !m.left()).toList();
        for (Attendance member : present) {
            member.askToStop();
        }
        for (Attendance member : present) {
            member.awaitEnd(judge, settings.slots());
            if (member.slotsTakenPart() == 0) {
                progress.phase(
                        millis(),
                        member.site().name()
                                + " came after the last slot: it has the others' model, and added nothing to"
                                + " it (try more --slots)");
            }
        }
    }

    private long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    }

    /** Ends every process that still runs. */
    @Override
    public void close() {
        doorkeeper.shutdownNow();
        fleet.close();
    }
}
