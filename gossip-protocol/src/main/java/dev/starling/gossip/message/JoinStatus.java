package dev.starling.gossip.message;

/** What became of a request to join. */
public enum JoinStatus {
    /** On the roster. */
    ADMITTED(1),
    /** Proposed; further members must approve. */
    PENDING(2),
    /** Refused, with a reason. */
    REFUSED(3);

    private final int code;

    JoinStatus(int code) {
        this.code = code;
    }

    /** Stable code on the wire. */
    public int code() {
        return code;
    }
}
