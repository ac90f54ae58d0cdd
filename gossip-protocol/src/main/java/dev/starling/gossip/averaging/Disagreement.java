package dev.starling.gossip.averaging;

/**
 * What one member can tell about the consensus distance: the root mean square distance of the snapshots it saw in a slot
 * (its own included) from their mean, over the norm of that mean. Built from differences to the own snapshot, so that it
 * stays accurate when members nearly agree, float32 sums as they are. Holds one vector of length d.
 */
public final class Disagreement {
    private final float[] sumOfDifferences;
    private double sumOfSquares;
    private int others;

    public Disagreement(int dimension) {
        sumOfDifferences = new float[dimension];
    }

    /** Forgets the slot that ended. */
    public void clear() {
        java.util.Arrays.fill(sumOfDifferences, 0);
        sumOfSquares = 0;
        others = 0;
    }

    /** Takes one neighbour's snapshot into account. Both arrays have length d. */
    public void add(float[] own, float[] other) {
        for (int k = 0; k < own.length; k++) {
            double difference = (double) other[k] - own[k];
            sumOfDifferences[k] += (float) difference;
            sumOfSquares += difference * difference;
        }
        others++;
    }

    /** Snapshots of others seen since {@link #clear}. */
    public int others() {
        return others;
    }

    /** Relative consensus distance, a number without unit; NaN when nobody else was seen. */
    public double relativeTo(float[] own) {
        if (others == 0) {
            return Double.NaN;
        }
        int members = others + 1;
        double shift = 0;
        double norm = 0;
        for (int k = 0; k < own.length; k++) {
            double meanDifference = (double) sumOfDifferences[k] / members;
            double mean = own[k] + meanDifference;
            shift += meanDifference * meanDifference;
            norm += mean * mean;
        }
        double variance = Math.max(0, sumOfSquares / members - shift);
        return norm == 0 ? (variance == 0 ? 0 : Double.POSITIVE_INFINITY) : Math.sqrt(variance / norm);
    }
}
