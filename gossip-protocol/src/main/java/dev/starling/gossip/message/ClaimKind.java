package dev.starling.gossip.message;

/** What a {@link Claim} says. In the order of their weight: of two claims of one incarnation the later kind holds. */
public enum ClaimKind {
    /** The author says that it is there, and with a higher incarnation that what was said of it before is over. */
    ALIVE(1),
    /** The author cannot reach the other, neither itself nor through others. */
    SUSPECT(2),
    /** The suspicion was not refuted in time. */
    DEAD(3),
    /** The author says that it goes. */
    LEFT(4),
    /** The author will start no exchange with the receiver any more. Said to the one it is about only, never relayed. */
    QUARANTINED(5);

    private final int code;

    ClaimKind(int code) {
        this.code = code;
    }

    /** Stable code on the wire. */
    public int code() {
        return code;
    }

    /** True for what a member says of itself. */
    public boolean ofOneself() {
        return this == ALIVE || this == LEFT;
    }

    /** True for what members tell each other about a third one that may be gone. */
    public boolean accusation() {
        return this == SUSPECT || this == DEAD;
    }
}
