package dev.starling.crypto.signing;

/** What a signature states. The codes are part of the signed bytes and are never reused or renumbered. */
public enum Purpose {
    /** A founder accepts a charter. */
    CHARTER(1),
    /** A member agrees to a roster entry. */
    ROSTER_ENTRY(2),
    /** A member hands out a single-use ticket. */
    INVITATION(3),
    /** A member vouches for the header of one model snapshot. */
    SNAPSHOT_HEADER(4),
    /** A member is the author of a protocol message. */
    MESSAGE(5),
    /** A newcomer asks to be admitted. */
    JOIN(6),
    /** A member votes on a consolidated model. */
    CONSOLIDATION(7),
    /** A participant of a masked sum says what the total is. */
    SUM_TOTAL(8),
    /** A member says how well models do at its site. */
    EVALUATION(9);

    private final int code;

    Purpose(int code) {
        this.code = code;
    }

    /** The stable number that is signed, 1 to 65535. */
    public int code() {
        return code;
    }
}
