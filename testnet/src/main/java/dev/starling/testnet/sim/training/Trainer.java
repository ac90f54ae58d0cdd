package dev.starling.testnet.sim.training;

/** The local training of all members. A pure function of its arguments, safe on any thread. */
public interface Trainer {
    /**
     * Trains a member for some local steps.
     *
     * @param member its number
     * @param slot chooses the batches
     * @param start parameters to start from, length d; not written
     * @param steps local steps, at least 1; fewer steps see the first batches of more steps
     * @return end minus start, length d; owned by the caller
     */
    float[] displacement(int member, int slot, float[] start, int steps);

    /** Whether training this slot moves anything at all; what does not is reported as no step done. */
    default boolean trains(int slot) {
        return true;
    }
}
