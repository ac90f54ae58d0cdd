package dev.starling.gossip.averaging;

/**
 * What one member can tell about the consensus distance: the root mean square distance of the members from their mean,
 * over the norm of the parameters. For members drawn alike, half the mean squared difference between two of them is their
 * variance; a member sees the differences between its own snapshot and its neighbours', m in all, and takes the {@code m /
 * (m + 1)} of it that the spread around the mean of m + 1 snapshots has. Over all members of a full mesh the squares of these
 * numbers average to the square of the true one. Holds no vector.
 */
public final class Disagreement {
    private double sumOfSquares;
    private int others;

    /** Forgets the slot that ended. */
    public void clear() {
        sumOfSquares = 0;
        others = 0;
    }

    /**
     * Takes one neighbour's snapshot into account.
     *
     * @param squaredDifference squared Euclidean norm of its difference to the own snapshot
     */
    public void add(double squaredDifference) {
        sumOfSquares += squaredDifference;
        others++;
    }

    /** Snapshots of others seen since {@link #clear}. */
    public int others() {
        return others;
    }

    /** Relative consensus distance, a number without unit; NaN when nobody else was seen. */
    public double relativeTo(double norm) {
        if (others == 0) {
            return Double.NaN;
        }
        double distance = Math.sqrt(sumOfSquares / (2.0 * (others + 1)));
        return norm == 0 ? (distance == 0 ? 0 : Double.POSITIVE_INFINITY) : distance / norm;
    }
}
