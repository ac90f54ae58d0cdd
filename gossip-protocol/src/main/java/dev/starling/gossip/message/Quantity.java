package dev.starling.gossip.message;

import dev.starling.crypto.digest.Digest;

/**
 * What a masked sum is of.
 *
 * @param index 0 for {@link #SCALING}; else the number of the consolidation whose model is judged on private hold-outs
 * @param model hash of that model; zeros for {@link #SCALING}
 */
public record Quantity(int index, Digest model) {
    /** What features are scaled by: counts, sums and sums of squares of the founders' training rows. */
    public static final Quantity SCALING = new Quantity(0, Digest.wrap(new byte[Digest.BYTES]));

    /** How well one consolidated model does on the members' hold-outs. */
    public boolean isMetric() {
        return index > 0;
    }

    /**
     * Whether the difference of a total of the one and a total of the other says something about the members on one list only.
     * Metrics of two models are alike: the rows are the same, and the models nearly are.
     */
    public boolean isLike(Quantity other) {
        return isMetric() ? other.isMetric() : equals(other);
    }
}
