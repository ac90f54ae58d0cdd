package dev.starling.gossip.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.gossip.exchange.ModelledPair.Bounds;
import dev.starling.gossip.exchange.ModelledPair.Fault;
import org.junit.jupiter.api.Test;

/**
 * The two-party exchange in every order of events: all states that the production classes can reach within bounds,
 * breadth first, each held against what must be so and then followed to its rest. How many states that is, is printed:
 * more than a million by default, in some seconds. {@code -Dstarling.depth=3} goes to the widest bounds that were ever
 * finished, 57 million states in five minutes and with a heap of 8 GB; {@code -Dstarling.depth=1} to the narrowest.
 */
final class TwoPartyExchangeTest {
    private static final int DEPTH = Integer.getInteger("starling.depth", 2);

    /** What repeats itself for ever, each time in a new state, is wrong, too. */
    private static final int MOST_STATES = DEPTH < 3 ? 2_000_000 : 200_000_000;

    /** From this depth on these bounds are looked at. */
    private static void assertGood(int fromDepth, String what, Bounds bounds) {
        if (DEPTH < fromDepth) {
            return;
        }
        long started = System.nanoTime();
        ModelledPair.Found found = ModelledPair.explore(bounds, Fault.NONE, MOST_STATES);
        System.out.printf(
                "%s, %s: %d states of the pair, %d of its sides, in %d ms%n",
                what, bounds, found.states(), found.ofSides(), (System.nanoTime() - started) / 1_000_000);
        assertThat(found.objection()).isNull();
    }

    private static void assertFound(Bounds bounds, Fault fault, String objection) {
        assertThat(ModelledPair.explore(bounds, fault, MOST_STATES).objection())
                .as("with a world at fault: %s", fault)
                .isNotNull()
                .contains(objection);
    }

    @Test
    void lossDuplicationAndReorderingNeitherLoseAFlowNorApplyOneTwice() {
        assertGood(1, "loss, duplication, reordering", new Bounds(2, 0, 0, 0, 0));
        assertGood(2, "loss, duplication, reordering", new Bounds(3, 0, 0, 0, 0));
        assertGood(3, "loss, duplication, reordering", new Bounds(4, 0, 0, 0, 0));
    }

    @Test
    void norDoCrashesBetweenAnyTwoDurableSteps() {
        assertGood(1, "crash and restart of both", new Bounds(1, 1, 0, 0, 1));
        assertGood(2, "two crashes and restarts of both", new Bounds(1, 2, 0, 0, 2));
        assertGood(2, "crash and restart of both", new Bounds(2, 1, 0, 0, 0));
        assertGood(3, "crash and restart of both", new Bounds(2, 1, 0, 0, 1));
    }

    @Test
    void norDoDeathVerdictsAndBrokenLinks() {
        assertGood(1, "death verdicts of both", new Bounds(1, 0, 0, 1, 1));
        assertGood(2, "death verdicts of both", new Bounds(2, 0, 0, 1, 1));
        assertGood(2, "death verdicts and crashes of both", new Bounds(1, 1, 0, 1, 1));
        assertGood(3, "death verdicts of both", new Bounds(3, 0, 0, 1, 1));
        assertGood(3, "death verdicts and crashes of both", new Bounds(2, 1, 0, 1, 1));
    }

    @Test
    void aLostDiskCostsAFlowOnlyWithAVoid() {
        assertGood(1, "lost disks of both", new Bounds(1, 0, 1, 0, 0));
        assertGood(2, "lost disks of both", new Bounds(2, 0, 1, 0, 0));
        assertGood(2, "lost disks and crashes of both", new Bounds(1, 1, 1, 0, 0));
        assertGood(3, "lost disks and crashes of both", new Bounds(2, 1, 1, 0, 0));
        assertGood(3, "all of it", new Bounds(1, 1, 1, 1, 1));
    }

    @Test
    void aDiskThatForgetsWhatItPromisedIsFound() {
        assertFound(new Bounds(1, 1, 0, 0, 0), Fault.LYING_DISK, "neither open nor void");
    }

    @Test
    void messagesThatLeaveBeforeTheirRecordIsDurableAreFound() {
        assertFound(new Bounds(1, 1, 0, 0, 0), Fault.HASTY, "than was durable");
    }

    @Test
    void aVoidOnAMereDeathVerdictIsFound() {
        assertFound(new Bounds(1, 0, 0, 1, 0), Fault.VOID_ON_DEATH, "void although nobody lost its state");
    }
}
