package dev.starling.gossip.sums;

import dev.starling.crypto.identity.PeerId;
import java.util.List;

/**
 * How far a sum is, for people.
 *
 * @param stage what it is at
 * @param ready members who are ready and there, this one counted
 * @param needed the least number of participants
 * @param awaited members without whom it does not go on
 */
public record SumProgress(Stage stage, int ready, int needed, List<PeerId> awaited) {
    /** Nothing is to be summed. */
    public static final SumProgress NONE = new SumProgress(Stage.NONE, 0, 0, List.of());

    public SumProgress {
        awaited = List.copyOf(awaited);
    }

    /** What a sum is at. */
    public enum Stage {
        /** Nothing is summed, or the total is released. */
        NONE,
        /** This member's term is not known yet. */
        TERM_MISSING,
        /** Waits for members. */
        GATHERING,
        /** The participants are asked. */
        ASKED,
        /** Windows go round. */
        RUNNING,
        /** The total is known here, and not yet released. */
        COMPLETE
    }
}
