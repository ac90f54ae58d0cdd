package dev.starling.gossip.consolidation;

import java.util.Optional;

/**
 * The mean of the snapshots of a list: their sum in {@link FixedPoint}, divided once. The same bits whatever the order, so
 * snapshots are added as they come. Holds eight bytes a parameter. Confined to one thread.
 */
public final class ModelMean {
    /** Largest magnitude of a parameter that a consolidated model can hold. */
    public static final double CAP = 4096;

    private final int participants;
    private final FixedPoint grid;
    private final long[] total;
    private int added;

    /**
     * @param participants how many snapshots the list names, at least 1
     * @param dimension length d
     */
    public ModelMean(int participants, int dimension) {
        this.participants = participants;
        this.grid = FixedPoint.of(participants, CAP);
        this.total = new long[dimension];
    }

    /**
     * Adds one snapshot.
     *
     * @param values length d; only read
     * @return false, with nothing changed, when a value is beyond the cap
     */
    public boolean add(float[] values) {
        if (grid.misfits(values) > 0) {
            return false;
        }
        for (int k = 0; k < total.length; k++) {
            total[k] += grid.toWord(values[k]);
        }
        added++;
        return true;
    }

    /** The mean, length d, once every snapshot was added. */
    public Optional<float[]> mean() {
        return added == participants ? Optional.of(grid.mean(total, participants)) : Optional.empty();
    }
}
