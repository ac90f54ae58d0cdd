package dev.starling.gossip.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.crypto.digest.Digest;
import dev.starling.gossip.exchange.ModelledPair.Action;
import dev.starling.gossip.exchange.ModelledPair.Bounds;
import dev.starling.gossip.exchange.ModelledPair.Fault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The two-party exchange in every order of events: all states that the production classes can reach within bounds,
 * breadth first, each held against what must be so and then followed to its rest. A state is made by doing everything
 * again that led to it. {@code -Dstarling.depth=2} and more widens the bounds; the numbers of states are printed.
 */
final class TwoPartyExchangeTest {
    private static final int DEPTH = Integer.getInteger("starling.depth", 1);

    private static final String KNOWN = "known";

    /** What repeats itself for ever, each time in a new state, is wrong, too. */
    private static final int MOST_STATES = DEPTH == 1 ? 50_000 : 20_000_000;

    /** How a state came about: the engine is deterministic, so this is the state. */
    private record Trail(@Nullable Trail before, @Nullable Action last) {
        List<Action> actions() {
            List<Action> actions = new ArrayList<>();
            for (Trail at = this; at != null; at = at.before()) {
                Action action = at.last();
                if (action != null) {
                    actions.add(action);
                }
            }
            Collections.reverse(actions);
            return actions;
        }

        ModelledPair state(Bounds bounds, Fault fault) {
            ModelledPair state = ModelledPair.begun(bounds, fault);
            actions().forEach(action -> action.effect().accept(state));
            return state;
        }

        String story() {
            StringJoiner lines = new StringJoiner("\n  ", "\n  ", "");
            actions().forEach(action -> lines.add(action.name()));
            return lines.toString();
        }
    }

    private record Fingerprint(long high, long low) {
        static Fingerprint of(String line) {
            ByteBuffer digest = ByteBuffer.wrap(
                    Digest.of(line.getBytes(StandardCharsets.UTF_8)).bytes());
            return new Fingerprint(digest.getLong(), digest.getLong());
        }
    }

    private record Found(int states, @Nullable String objection) {}

    /** Looks at every state, stops at the first bad one. */
    private static Found explore(Bounds bounds, Fault fault) {
        Set<Fingerprint> known = new HashSet<>();
        ArrayDeque<Trail> queue = new ArrayDeque<>();
        known.add(Fingerprint.of(ModelledPair.begun(bounds, fault).describe()));
        queue.add(new Trail(null, null));
        while (!queue.isEmpty()) {
            if (known.size() > MOST_STATES) {
                return new Found(known.size(), "the states do not end");
            }
            Trail at = queue.remove();
            for (Action action : at.state(bounds, fault).actions()) {
                Trail next = new Trail(at, action);
                String objection = look(next, bounds, fault, known);
                if (objection == null) {
                    queue.add(next);
                } else if (!objection.equals(KNOWN)) {
                    return new Found(known.size(), objection + next.story());
                }
            }
        }
        return new Found(known.size(), null);
    }

    /** What is wrong with a state or with what comes of it, or {@link #KNOWN}; null when it is new and good. */
    private static @Nullable String look(Trail trail, Bounds bounds, Fault fault, Set<Fingerprint> known) {
        try {
            ModelledPair state = trail.state(bounds, fault);
            if (!known.add(Fingerprint.of(state.describe()))) {
                return KNOWN;
            }
            String objection = state.objection();
            return objection != null ? objection : state.objectionAtRest();
        } catch (RuntimeException | AssertionError e) {
            return String.valueOf(e);
        }
    }

    private static void assertGood(String what, Bounds bounds) {
        long started = System.nanoTime();
        Found found = explore(bounds, Fault.NONE);
        System.out.printf(
                "%s, %s: %d states in %d ms%n",
                what, bounds, found.states(), (System.nanoTime() - started) / 1_000_000);
        assertThat(found.objection()).isNull();
    }

    private static void assertFound(Bounds bounds, Fault fault, String objection) {
        assertThat(explore(bounds, fault).objection())
                .as("with a world at fault: %s", fault)
                .isNotNull()
                .contains(objection);
    }

    @Test
    void lossDuplicationAndReorderingNeitherLoseAFlowNorApplyOneTwice() {
        assertGood("loss, duplication, reordering", new Bounds(DEPTH == 1 ? 2 : 3, 0, 0, 0, 0));
    }

    @Test
    void norDoCrashesBetweenAnyTwoDurableSteps() {
        assertGood("crash and restart of both", new Bounds(1, 1, 0, 0, DEPTH == 1 ? 1 : 2));
        if (DEPTH > 1) {
            assertGood("crash and restart of both", new Bounds(2, 1, 0, 0, DEPTH - 2));
        }
    }

    @Test
    void norDoDeathVerdictsAndBrokenLinks() {
        assertGood("death verdicts of both", new Bounds(1, 0, 0, 1, 1));
        if (DEPTH > 1) {
            assertGood("death verdicts of both", new Bounds(2, 0, 0, 1, 1));
            assertGood("death verdicts and crashes of both", new Bounds(1, 1, 0, 1, DEPTH - 1));
        }
    }

    @Test
    void aLostDiskCostsAFlowOnlyWithAVoid() {
        assertGood("lost disks of both", new Bounds(1, 0, 1, 0, 0));
        if (DEPTH > 1) {
            assertGood("lost disks of both", new Bounds(2, 0, 1, 0, 0));
            assertGood("lost disks and crashes of both", new Bounds(1, 1, 1, 0, DEPTH - 2));
        }
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
