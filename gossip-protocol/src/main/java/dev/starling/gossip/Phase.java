package dev.starling.gossip;

/** What a member is doing. */
public enum Phase {
    /** Waits for members, or for a neighbour's snapshot to start from. */
    WAITING,
    /** Trains a slot. */
    TRAINING,
    /** Swaps the snapshot of a slot. */
    EXCHANGING,
    /** No live peer: trains a private copy; the shared parameters stay. */
    ALONE,
    /** The plan is done; serves its model. */
    IDLE,
    /** Asked to rest: trains nothing, publishes nothing, still answers. */
    PAUSED,
    /** Finishes its transactions before it goes. */
    LEAVING,
    /** Gone. */
    LEFT,
    /** Removed by the others: keeps its model and takes part in nothing. */
    REVOKED
}
