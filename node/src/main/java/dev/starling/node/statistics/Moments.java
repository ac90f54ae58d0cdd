package dev.starling.node.statistics;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Count, mean, population variance and range of numbers in one pass: Welford's update for one number (Technometrics 4,
 * 1962), the merge of Chan, Golub and LeVeque for a block (COMPSTAT 1982). NaN is passed over. Figures are rounded to six
 * digits, because they are published with the charter.
 */
final class Moments {
    private static final MathContext SIX_DIGITS = new MathContext(6);

    private long count;
    private double mean;
    private double squares;
    private double least = Double.POSITIVE_INFINITY;
    private double greatest = Double.NEGATIVE_INFINITY;
    private boolean whole = true;

    void add(double value) {
        if (!Double.isNaN(value)) {
            count++;
            double delta = value - mean;
            mean += delta / count;
            squares += delta * (value - mean);
            least = Math.min(least, value);
            greatest = Math.max(greatest, value);
            whole &= value == Math.rint(value);
        }
    }

    void addAll(double[] block) {
        long more = 0;
        double sum = 0;
        for (double value : block) {
            if (!Double.isNaN(value)) {
                more++;
                sum += value;
                least = Math.min(least, value);
                greatest = Math.max(greatest, value);
            }
        }
        if (more > 0) {
            merge(more, sum / more, block);
        }
    }

    private void merge(long more, double blockMean, double[] block) {
        double blockSquares = 0;
        for (double value : block) {
            double difference = value - blockMean;
            blockSquares += Double.isNaN(value) ? 0 : difference * difference;
        }
        double delta = blockMean - mean;
        long all = count + more;
        mean += delta * more / all;
        squares += blockSquares + delta * delta * count * more / all;
        count = all;
    }

    long count() {
        return count;
    }

    /** The sum of the numbers, exactly what count and mean say. */
    BigDecimal sum() {
        return new BigDecimal(mean).multiply(BigDecimal.valueOf(count));
    }

    /** The sum of the squares, exactly what count, mean and variance say. */
    BigDecimal sumOfSquares() {
        return new BigDecimal(squares).add(new BigDecimal(mean).multiply(sum()));
    }

    /** Whether the figures are finite. */
    boolean sound() {
        return Double.isFinite(mean) && Double.isFinite(squares);
    }

    double mean() {
        return rounded(mean);
    }

    /** The population standard deviation; 0 when all numbers are equal. */
    double deviation() {
        return count == 0 ? 0 : rounded(Math.sqrt(squares / count));
    }

    /** The largest magnitude; 0 when there is no number. */
    double magnitude() {
        return count == 0 ? 0 : rounded(Math.max(Math.abs(least), Math.abs(greatest)));
    }

    /** Whether no number is negative. */
    boolean natural() {
        return !(least < 0);
    }

    /** Whether every number that was added one by one is whole. */
    boolean whole() {
        return whole;
    }

    private static double rounded(double value) {
        return new BigDecimal(value).round(SIX_DIGITS).doubleValue();
    }
}
