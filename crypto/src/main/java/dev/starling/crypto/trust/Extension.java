package dev.starling.crypto.trust;

/**
 * What became of one entry.
 *
 * @param roster with the entry if it was admitted, else the one that was asked
 * @param outcome admitted, or why not
 */
public record Extension(Roster roster, Outcome outcome) {
    /** Admitted, or why not; when several reasons apply, the cheapest to find is named. */
    public enum Outcome {
        /** The entry is in the log, the newcomer is a member. */
        ADMITTED,
        /** It does not continue this log: another index, or the hash of another entry before it. */
        WRONG_PREVIOUS,
        /** Fewer distinct members signed it than the quorum asks for. */
        TOO_FEW_SIGNATURES,
        /** It carries a signature that does not verify, or one by somebody who is not a member. */
        BAD_SIGNATURE,
        /** The invitation is for another federation, altered, or by somebody who is not a member. */
        INVITATION_INVALID,
        /** Somebody was admitted with this invitation before. */
        INVITATION_USED,
        /** The newcomer is a member already. */
        ALREADY_MEMBER
    }
}
