package dev.starling.node.learning;

import dev.starling.node.charter.Charter;

/**
 * Step size of a slot: constant, then lower for the last part of the plan, so that members who have learnt apart settle
 * together.
 *
 * @param rate step size at first
 * @param decay factor it falls to
 * @param decayAfter share of the planned slots after which it falls
 */
public record RateSchedule(double rate, double decay, double decayAfter) {
    /** The schedule of a charter. */
    public static RateSchedule of(Charter charter) {
        Charter.Training training = charter.training();
        return new RateSchedule(training.rate(), training.decay(), training.decayAfter());
    }

    /**
     * The rate of a slot.
     *
     * @param slot counted from 0
     * @param plannedSlots slots in all; 0 for no end, then the rate never falls
     */
    public double rate(int slot, int plannedSlots) {
        return plannedSlots > 0 && slot >= decayAfter * plannedSlots ? rate * decay : rate;
    }
}
