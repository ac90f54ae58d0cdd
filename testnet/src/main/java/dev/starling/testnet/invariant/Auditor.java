package dev.starling.testnet.invariant;

/** Reads the books. */
interface Auditor {
    /** Parameters of length d are in the world now. */
    default void appeared(float[] parameters) {}

    /** A member's parameters changed. */
    void moved(Movement movement);
}
