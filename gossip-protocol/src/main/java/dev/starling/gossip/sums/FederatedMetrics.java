package dev.starling.gossip.sums;

import dev.starling.gossip.message.Quantity;

/**
 * How well one consolidated model does on the private hold-outs of the members, taken together. Everybody who shows it shows
 * the same.
 *
 * @param of the model
 * @param members whose hold-outs are in it
 * @param rows rows judged
 * @param correct rows told right; 0 when the label is a quantity
 * @param lossSum losses of all rows, in units of {@link #LOSS_UNIT}: nats, or half the squared error of standardised values
 */
public record FederatedMetrics(Quantity of, int members, long rows, long correct, long lossSum) {
    /** Words of a term: rows, correct, sum of losses. */
    public static final int WORDS = 3;

    /**
     * A member with a smaller hold-out gives no term: so few rows would be told apart too easily. So no metric is of fewer
     * than three times as many.
     */
    public static final int LEAST_ROWS = 5;

    /** Losses are counted in these, so that they can be summed exactly. */
    public static final double LOSS_UNIT = 0x1p-24;

    private static final long MOST = 1L << 50;

    /**
     * One member's term.
     *
     * @param rows of its hold-out
     * @param correct of them told right
     * @param meanLoss over them
     * @return {@link #WORDS} words; none when the hold-out is too small, or when the loss is not finite or out of range
     */
    public static long[] term(int rows, int correct, double meanLoss) {
        double units = Math.rint(rows * meanLoss / LOSS_UNIT);
        if (rows < LEAST_ROWS || !(units >= 0 && units <= MOST)) {
            return new long[0];
        }
        return new long[] {rows, correct, (long) units};
    }

    /** Whether a total can be one of so many honest terms. */
    static boolean isPlausible(int members, long[] total) {
        return total.length == WORDS
                && total[0] >= (long) members * LEAST_ROWS
                && total[0] <= MOST
                && total[1] >= 0
                && total[1] <= total[0]
                && total[2] >= 0;
    }

    static FederatedMetrics of(Quantity quantity, int members, long[] total) {
        return new FederatedMetrics(quantity, members, total[0], total[1], total[2]);
    }

    /** Share of the rows that are told right. */
    public double accuracy() {
        return (double) correct / rows;
    }

    /** Mean loss of a row. */
    public double meanLoss() {
        return lossSum * LOSS_UNIT / rows;
    }
}
