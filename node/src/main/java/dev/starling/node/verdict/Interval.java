package dev.starling.node.verdict;

import java.util.Arrays;

/**
 * Where a figure lies with 95 % confidence.
 *
 * @param low lower end
 * @param high upper end
 */
public record Interval(double low, double high) {
    /** Nothing can be said. */
    public static final Interval UNKNOWN = new Interval(Double.NaN, Double.NaN);

    /** The quantile of the normal distribution that leaves 2.5 % above it. */
    static final double Z = 1.959964;

    private static final double TAIL = 0.025;

    /**
     * The score interval of a share (Wilson, Journal of the American Statistical Association 22, 1927): it stays within 0 and
     * 1 and keeps its promise for few rows and for shares near the ends.
     *
     * @param right rows that count
     * @param rows rows in all
     */
    public static Interval ofShare(long right, long rows) {
        if (rows == 0) {
            return UNKNOWN;
        }
        double share = (double) right / rows;
        double z2 = Z * Z / rows;
        double centre = (share + z2 / 2) / (1 + z2);
        double half = Z * Math.sqrt(share * (1 - share) / rows + z2 / (4 * rows)) / (1 + z2);
        return new Interval(right == 0 ? 0 : centre - half, right == rows ? 1 : centre + half);
    }

    /**
     * The middle 95 % of what resampling gave (the percentile interval of Efron and Tibshirani, 1993, chapter 13).
     *
     * @param drawn one figure a resample; NaN where it could not be computed
     */
    static Interval ofDrawn(double[] drawn) {
        double[] known = Arrays.stream(drawn)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        return known.length < drawn.length / 2.0
                ? UNKNOWN
                : new Interval(quantile(known, TAIL), quantile(known, 1 - TAIL));
    }

    private static double quantile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(sorted.length - 1, below + 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    /** Whether 0 lies outside. */
    boolean excludesZero() {
        return low > 0 || high < 0;
    }

    /** Whether it is a pair of numbers. */
    public boolean known() {
        return !Double.isNaN(low);
    }
}
