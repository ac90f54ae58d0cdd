package dev.starling.node.cli;

import dev.starling.node.data.ClassLabels;
import dev.starling.node.data.Examples;
import java.util.Locale;

/**
 * Two models on the same rows. Rows on which both are right or both are wrong say nothing about which is better; of the
 * others, chance would give either model half. The p-value is that of the exact two-sided sign test, which is McNemar's
 * test without its approximation (McNemar, Psychometrika 12, 1947).
 *
 * @param rows rows judged
 * @param onlyFirstRight rows that only the first model told right
 * @param onlySecondRight rows that only the second model told right
 */
record PairedComparison(int rows, int onlyFirstRight, int onlySecondRight) {
    private static final double BEYOND_CHANCE = 0.05;

    /**
     * Compares by the most probable class.
     *
     * @param first row-major, rows x classes
     * @param second likewise
     */
    static PairedComparison of(float[] first, float[] second, Examples examples) {
        int onlyFirst = 0;
        int onlySecond = 0;
        ClassLabels labels = (ClassLabels) examples.labels();
        for (int row = 0; row < examples.rows(); row++) {
            boolean firstRight = best(first, row, labels.classes()) == labels.numbers()[row];
            boolean secondRight = best(second, row, labels.classes()) == labels.numbers()[row];
            onlyFirst += firstRight && !secondRight ? 1 : 0;
            onlySecond += secondRight && !firstRight ? 1 : 0;
        }
        return new PairedComparison(examples.rows(), onlyFirst, onlySecond);
    }

    private static int best(float[] rows, int row, int classes) {
        int best = 0;
        for (int k = 1; k < classes; k++) {
            if (rows[row * classes + k] > rows[row * classes + best]) {
                best = k;
            }
        }
        return best;
    }

    /** Probability of a split at least as uneven when neither is better: 2 P(X <= fewer), X binomial(n, 1/2), at most 1. */
    double pValue() {
        int n = onlyFirstRight + onlySecondRight;
        double logTerm = -n * Math.log(2);
        double sum = 0;
        for (int k = 0; k <= Math.min(onlyFirstRight, onlySecondRight); k++) {
            sum += Math.exp(logTerm);
            logTerm += Math.log(n - k) - Math.log(k + 1.0);
        }
        return Math.min(1, 2 * sum);
    }

    /** The verdict for a person: first is the shared model, second the one trained alone. */
    String sentence() {
        int difference = onlyFirstRight - onlySecondRight;
        String chance = pValue() < BEYOND_CHANCE
                ? "more than chance explains"
                : "which may be chance: more rows held out would tell";
        if (difference == 0) {
            return "Both are right equally often on these " + rows + " rows.";
        }
        return String.format(
                Locale.ROOT,
                "The %s model is right on %d more of %d rows (only shared right: %d, only alone right: %d; p = %.3f), %s.",
                difference > 0 ? "shared" : "own",
                Math.abs(difference),
                rows,
                onlyFirstRight,
                onlySecondRight,
                pValue(),
                chance);
    }
}
