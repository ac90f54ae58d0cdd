package dev.starling.testnet.bench;

import java.util.Arrays;
import java.util.List;

/**
 * Times two actions in turn, so that what else the machine does meets both. The first rounds warm up and do not count;
 * then each round is one pair. Confined to one thread.
 */
final class Timer {
    private static final int WARM_UP = 5;
    private static final int PAIRS = 15;
    private static final long ROUND_NANOS = 20_000_000L;

    private Timer() {}

    /**
     * What came of it.
     *
     * @param seconds median duration of one run of the action
     * @param limitSeconds the same of the limit
     * @param ratio median over the pairs of action over limit
     */
    record Paired(double seconds, double limitSeconds, double ratio) {}

    /**
     * Times an action against its limit. Short ones are repeated within a round until it takes some 20 ms.
     *
     * @param action whose result cannot be dropped unnoticed: it writes to an array that somebody reads later
     */
    static Paired pair(Runnable action, Runnable limit) {
        int actions = repetitions(action);
        int limits = repetitions(limit);
        double[] first = new double[PAIRS];
        double[] second = new double[PAIRS];
        double[] ratios = new double[PAIRS];
        for (int round = -WARM_UP; round < PAIRS; round++) {
            double a = seconds(action, actions);
            double b = seconds(limit, limits);
            if (round >= 0) {
                first[round] = a;
                second[round] = b;
                ratios[round] = a / b;
            }
        }
        return new Paired(median(first), median(second), median(ratios));
    }

    private static int repetitions(Runnable action) {
        int count = 1;
        while (seconds(action, count) * count * 1e9 < ROUND_NANOS && count < 1 << 20) {
            count *= 2;
        }
        return count;
    }

    private static double seconds(Runnable action, int count) {
        long from = System.nanoTime();
        for (int k = 0; k < count; k++) {
            action.run();
        }
        return (System.nanoTime() - from) / 1e9 / count;
    }

    /** Median of the values behind the first few. */
    static double median(List<Double> values, int skipped) {
        return median(
                values.stream().skip(skipped).mapToDouble(Double::doubleValue).toArray());
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
