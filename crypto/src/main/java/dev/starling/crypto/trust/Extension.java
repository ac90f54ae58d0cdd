package dev.starling.crypto.trust;

/**
 * What became of one entry.
 *
 * @param roster with the entry if it was appended, else the one that was asked
 * @param outcome appended, or why not
 */
public record Extension(Roster roster, Outcome outcome) {
    /** Appended, or why not; when several reasons apply, the cheapest to find is named. */
    public enum Outcome {
        /** The entry is in the log, and what it wants is so. */
        APPENDED,
        /** It does not continue this log: another index, or the hash of another entry before it. */
        WRONG_PREVIOUS,
        /** Fewer distinct members signed it than the quorum asks for. */
        TOO_FEW_SIGNATURES,
        /** It carries a signature that does not verify, or one by somebody who is not a member or has no vote. */
        BAD_SIGNATURE,
        /** The invitation is for another federation, altered, or by somebody who is not a member. */
        INVITATION_INVALID,
        /** Somebody was admitted with this invitation before. */
        INVITATION_USED,
        /** The newcomer is a member already. */
        ALREADY_MEMBER,
        /** The newcomer was removed before; under that identity it does not come back. */
        REVOKED,
        /** Whoever is to be removed is not a member. */
        NOT_A_MEMBER,
        /** Without the one who is to be removed there would be fewer members than the quorum asks for. */
        TOO_FEW_LEFT,
        /** Statistics were released before; a second total would show more than itself. */
        ALREADY_RELEASED
    }
}
