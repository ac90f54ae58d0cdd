package dev.starling.testnet.invariant;

import dev.starling.testnet.sim.SimulatedMember;
import java.util.List;

/**
 * The parameters of one member changed in one step.
 *
 * @param before x before, length d
 * @param after x after, length d
 * @param additions what the books say was added, in order
 * @param undone whether the additions were lost in a crash, so that x went back
 */
@SuppressWarnings("ArrayRecordComponent")
record Movement(SimulatedMember member, float[] before, float[] after, List<Addition> additions, boolean undone) {
    /** What the books say about coordinate {@code k}. */
    double booked(int k) {
        double sum = 0;
        for (Addition addition : additions) {
            sum += addition.at(k);
        }
        return undone ? -sum : sum;
    }
}
