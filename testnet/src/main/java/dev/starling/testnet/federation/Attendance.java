package dev.starling.testnet.federation;

import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.site.model.SharedModel;
import dev.starling.testnet.local.LocalNode;
import dev.starling.testnet.local.NodeStatus;
import dev.starling.testnet.report.FederationReport.Member;
import dev.starling.testnet.report.FederationReport.Point;
import dev.starling.testnet.report.HoldOuts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One member's part in a run, followed from outside while its node runs. Confined to one thread. */
public final class Attendance {
    private static final Duration TO_END = Duration.ofSeconds(20);

    private final Site site;
    private final LocalNode node;
    private final boolean late;
    private final TreeMap<Integer, Double> curve = new TreeMap<>();
    private NodeStatus status = NodeStatus.starting();
    private boolean leaving;
    private boolean left;
    private float @Nullable [] parameters;

    /**
     * A member whose node has been started.
     *
     * @param late whether it joins a federation already running
     */
    public Attendance(Site site, LocalNode node, boolean late) {
        this.site = site;
        this.node = node;
        this.late = late;
    }

    /** Whether it joined a federation already running. */
    public boolean late() {
        return late;
    }

    /** Who it is. */
    public Site site() {
        return site;
    }

    /** The latest thing that its node said of itself. */
    public NodeStatus status() {
        return status;
    }

    /** Whether it has been asked to leave. */
    public boolean leaving() {
        return leaving;
    }

    /** Whether it has left, in good order. */
    public boolean left() {
        return left;
    }

    /** The newest federated metrics that any of these shows; null when none does. */
    static HoldOuts.@Nullable Together newestMetrics(List<Attendance> members) {
        int models = members.stream()
                .mapToInt(member -> member.status.models())
                .max()
                .orElse(0);
        return members.stream()
                .map(member -> member.status.metrics())
                .filter(Objects::nonNull)
                .max(Comparator.comparingInt(NodeStatus.Metrics::model))
                .map(shown -> new HoldOuts.Together(
                        shown.model(),
                        Math.max(models, shown.model()),
                        shown.members(),
                        shown.rows(),
                        shown.score(),
                        shown.loss()))
                .orElse(null);
    }

    /** Whether it shows how the newest consolidated model that it knows does on the hold-outs. */
    public boolean showsNewestMetrics() {
        NodeStatus.Metrics shown = status.metrics();
        return shown != null && shown.model() >= status.models();
    }

    /** Whether its node has ever answered. */
    public boolean answered() {
        return !status.phase().equals("starting");
    }

    /** The latest score, if there is one. */
    public Optional<Double> score() {
        return curve.isEmpty()
                ? Optional.empty()
                : Optional.of(curve.lastEntry().getValue());
    }

    /**
     * Asks the node how it is.
     *
     * @throws NodeFailure when the node has ended without being asked to
     */
    public void look() throws NodeFailure, InterruptedException {
        if (left) {
            return;
        }
        if (leaving && !node.process().running()) {
            node.process().awaitGoodEnd(TO_END);
            left = true;
        } else if (!leaving) {
            node.process().requireRunning();
            node.status().ifPresent(now -> status = now);
        }
    }

    /**
     * Scores the model on its disk.
     *
     * @param lastSlot slots after this one only settle the models, and count as it
     * @throws NodeFailure when the state cannot be read
     */
    public void score(Judge judge, int lastSlot) throws NodeFailure {
        Optional<SharedModel> now = judge.model(site);
        if (now.isPresent() && now.get().slot() > 0) {
            parameters = now.get().parameters();
            curve.put(
                    Math.min(lastSlot, now.get().slot()), judge.score(now.get().parameters()));
        }
    }

    /** Asks it to say goodbye and end. */
    public void askToLeave() throws NodeFailure {
        node.askToLeave();
        leaving = true;
    }

    /** Asks it to end as a member that will be back. */
    public void askToStop() throws NodeFailure {
        node.askToStop();
    }

    /** Waits until the process has ended well, and takes the model it left on its disk. */
    public void awaitEnd(Judge judge, int lastSlot) throws NodeFailure, InterruptedException {
        node.process().awaitGoodEnd(TO_END);
        score(judge, lastSlot);
    }

    /** The model on its disk when it was last looked at. */
    public float[] parameters() throws NodeFailure {
        float[] known = parameters;
        if (known == null) {
            throw nothingLearnt();
        }
        return known;
    }

    private NodeFailure nothingLearnt() {
        return new NodeFailure(
                ExitCode.FAILED, "the node of " + site.name() + " never learnt anything; see " + site.log());
    }

    /** Its scores over the slots, as often as it was looked at. */
    public List<Point> points() {
        List<Point> points = new ArrayList<>();
        curve.forEach((slot, score) -> points.add(new Point(slot, score)));
        return points;
    }

    /**
     * Slots it trained in. Who comes late starts from a copy of another member's model, which is what it is first seen with;
     * should that have passed unseen, this is too low.
     */
    public int slotsTakenPart() {
        return late && !curve.isEmpty() ? curve.lastKey() - curve.firstKey() : lastSlot();
    }

    /** The slot it was last seen with, 0 before that. */
    public int lastSlot() {
        return curve.isEmpty() ? 0 : curve.lastKey();
    }

    /**
     * What becomes of it in the report.
     *
     * @param alone what it can do by itself
     * @throws NodeFailure when it never learnt anything
     */
    public Member inReport(References.Alone alone) throws NodeFailure {
        double federated = score().orElseThrow(this::nothingLearnt);
        return new Member(
                site.name(),
                alone.rows(),
                alone.classRows(),
                alone.score(),
                federated,
                status.bytesSent(),
                slotsTakenPart(),
                late,
                left,
                points());
    }
}
