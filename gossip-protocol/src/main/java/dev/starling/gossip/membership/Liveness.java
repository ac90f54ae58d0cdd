package dev.starling.gossip.membership;

/** This member's opinion of another. */
public enum Liveness {
    /** Heard of recently. */
    ALIVE,
    /** Silent for a while, or its link broke; no new edges. */
    SUSPECT,
    /** Silent for long, or never heard of. */
    DEAD,
    /** Said that it goes. */
    LEFT
}
