package dev.starling.testnet.demo;

import dev.starling.node.runtime.ExitCode;
import dev.starling.node.runtime.NodeFailure;
import dev.starling.node.runtime.SharedModel;
import dev.starling.testnet.local.LocalNode;
import dev.starling.testnet.local.NodeStatus;
import dev.starling.testnet.report.FederationReport.Point;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One hospital's part in the run, followed from outside while its node runs. Confined to one thread. */
final class Attendance {
    private static final Duration TO_END = Duration.ofSeconds(20);

    private final Site site;
    private final LocalNode node;
    private final boolean late;
    private final TreeMap<Integer, Double> curve = new TreeMap<>();
    private NodeStatus status = new NodeStatus("starting", 0, 0, 0, 0);
    private boolean leaving;
    private boolean left;
    private float @Nullable [] parameters;

    Attendance(Site site, LocalNode node, boolean late) {
        this.site = site;
        this.node = node;
        this.late = late;
    }

    /** Whether it joined a federation already running. */
    boolean late() {
        return late;
    }

    Site site() {
        return site;
    }

    /** The latest thing that its node said of itself. */
    NodeStatus status() {
        return status;
    }

    /** Whether it has been asked to leave. */
    boolean leaving() {
        return leaving;
    }

    /** Whether it has left, in good order. */
    boolean left() {
        return left;
    }

    /** Whether its node has ever answered. */
    boolean answered() {
        return !status.phase().equals("starting");
    }

    /** The latest score, if there is one. */
    Optional<Double> score() {
        return curve.isEmpty()
                ? Optional.empty()
                : Optional.of(curve.lastEntry().getValue());
    }

    /**
     * Asks the node, and scores its model if it has moved on.
     *
     * @param lastSlot slots after this one only settle the models, and count as it
     * @throws NodeFailure when the node has ended without being asked to
     */
    void look(Judge judge, int lastSlot) throws NodeFailure, InterruptedException {
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
        score(judge, lastSlot);
    }

    private void score(Judge judge, int lastSlot) throws NodeFailure {
        Optional<SharedModel> now = judge.model(site);
        if (now.isPresent() && now.get().slot() > 0) {
            parameters = now.get().parameters();
            curve.put(
                    Math.min(lastSlot, now.get().slot()),
                    judge.accuracy(now.get().parameters()));
        }
    }

    void askToLeave() throws NodeFailure {
        node.askToLeave();
        leaving = true;
    }

    void askToStop() throws NodeFailure {
        node.askToStop();
    }

    /** Waits until the process has ended well, and takes the model it left on its disk. */
    void awaitEnd(Judge judge, int lastSlot) throws NodeFailure, InterruptedException {
        node.process().awaitGoodEnd(TO_END);
        score(judge, lastSlot);
    }

    /** The model on its disk when it was last looked at. */
    float[] parameters() throws NodeFailure {
        float[] known = parameters;
        if (known == null) {
            throw new NodeFailure(
                    ExitCode.FAILED, "the node of " + site.name() + " never learnt anything; see " + site.log());
        }
        return known;
    }

    /** Its scores over the slots, as often as it was looked at. */
    List<Point> points() {
        List<Point> points = new ArrayList<>();
        curve.forEach((slot, score) -> points.add(new Point(slot, score)));
        return points;
    }

    /**
     * Slots it trained in. Who comes late starts from a copy of another member's model, which is what it is first seen with;
     * should that have passed unseen, this is too low.
     */
    int slotsTakenPart() {
        return late && !curve.isEmpty() ? curve.lastKey() - curve.firstKey() : lastSlot();
    }

    /** The slot it was last seen with, 0 before that. */
    int lastSlot() {
        return curve.isEmpty() ? 0 : curve.lastKey();
    }
}
