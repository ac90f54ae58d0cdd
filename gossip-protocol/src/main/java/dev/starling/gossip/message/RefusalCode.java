package dev.starling.gossip.message;

/** Why an offer was refused. None is the fault of a member that has older news. */
public enum RefusalCode {
    /** The offer names a snapshot that is no longer, or not yet, the latest of the refusing member. */
    PASSED(1),
    /** The refusing member's snapshot has served as many edges as its header says. */
    DEGREE_USED_UP(2),
    /** The two are no neighbours in this slot. */
    UNSCHEDULED(3),
    /** A check of the header or body failed. */
    CHECK_FAILED(4),
    /** The refusing member is about to leave or has quarantined the other. */
    NOT_NOW(5);

    private final int code;

    RefusalCode(int code) {
        this.code = code;
    }

    /** Stable code on the wire. */
    public int code() {
        return code;
    }
}
