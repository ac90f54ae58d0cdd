package dev.starling.crypto.trust;

import java.util.List;

/**
 * What came of comparing two logs.
 *
 * @param roster the one to hold from now on
 * @param result how the two logs stood to each other
 * @param displaced after a fork, the losing log's entries that want what is not so in the winning roster; their
 *     signers propose them again
 */
public record Reconciliation(Roster roster, Result result, List<RosterEntry> displaced) {
    /** Makes the list immutable. */
    public Reconciliation {
        displaced = List.copyOf(displaced);
    }

    /** How the other log stands to ours. */
    public enum Result {
        /** Both say the same. */
        SAME,
        /** Theirs goes on where ours ends; ours was extended. */
        EXTENDED,
        /** Theirs is the beginning of ours. */
        BEHIND,
        /** Theirs does not connect: it begins beyond our end, or after the point where the two logs part. Ask for earlier. */
        GAP,
        /** The logs part, and ours stays. This is an alarm. */
        FORK_KEPT,
        /** The logs part, and theirs takes its place. This is an alarm. */
        FORK_SWITCHED,
        /** An entry of theirs does not hold; ours is as it was. */
        INVALID
    }
}
