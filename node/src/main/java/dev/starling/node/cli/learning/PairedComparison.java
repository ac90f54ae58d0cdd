package dev.starling.node.cli.learning;

import dev.starling.node.config.Metric;
import dev.starling.node.data.ClassLabels;
import dev.starling.node.data.Labels;
import dev.starling.node.data.Quantities;
import java.util.Locale;

/**
 * Two models on the same rows. A row speaks for the model that alone tells its class, or whose estimate is closer; a row
 * on which both are right, both wrong or both equally far off says nothing about which is better; of the others, chance
 * would give either model half. The p-value is that of the exact two-sided sign test, which is for classes McNemar's test
 * without its approximation (McNemar, Psychometrika 12, 1947).
 *
 * @param metric what the models are scored by
 * @param rows rows judged
 * @param forFirst rows that speak for the first model
 * @param forSecond rows that speak for the second model
 */
record PairedComparison(Metric metric, int rows, int forFirst, int forSecond) {
    private static final double BEYOND_CHANCE = 0.05;

    /**
     * Compares outputs with labels, see {@link dev.starling.node.learning.Learner#outputs}.
     *
     * @param first row-major, rows x outputs
     * @param second likewise
     */
    static PairedComparison of(float[] first, float[] second, Labels labels) {
        return labels instanceof ClassLabels classes
                ? byClass(first, second, classes)
                : byDistance(first, second, ((Quantities) labels).values());
    }

    private static PairedComparison byClass(float[] first, float[] second, ClassLabels labels) {
        int forFirst = 0;
        int forSecond = 0;
        for (int row = 0; row < labels.rows(); row++) {
            boolean firstRight = best(first, row, labels.classes()) == labels.numbers()[row];
            boolean secondRight = best(second, row, labels.classes()) == labels.numbers()[row];
            forFirst += firstRight && !secondRight ? 1 : 0;
            forSecond += secondRight && !firstRight ? 1 : 0;
        }
        return new PairedComparison(Metric.ACCURACY, labels.rows(), forFirst, forSecond);
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

    private static PairedComparison byDistance(float[] first, float[] second, float[] values) {
        int forFirst = 0;
        int forSecond = 0;
        for (int row = 0; row < values.length; row++) {
            double ofFirst = Math.abs((double) first[row] - values[row]);
            double ofSecond = Math.abs((double) second[row] - values[row]);
            forFirst += ofFirst < ofSecond ? 1 : 0;
            forSecond += ofSecond < ofFirst ? 1 : 0;
        }
        return new PairedComparison(Metric.RMSE, values.length, forFirst, forSecond);
    }

    /** Probability of a split at least as uneven when neither is better: 2 P(X <= fewer), X binomial(n, 1/2), at most 1. */
    double pValue() {
        int n = forFirst + forSecond;
        double logTerm = -n * Math.log(2);
        double sum = 0;
        for (int k = 0; k <= Math.min(forFirst, forSecond); k++) {
            sum += Math.exp(logTerm);
            logTerm += Math.log(n - k) - Math.log(k + 1.0);
        }
        return Math.min(1, 2 * sum);
    }

    /** The verdict for a person: first is the shared model, second the one trained alone. */
    String sentence() {
        int difference = forFirst - forSecond;
        String chance = pValue() < BEYOND_CHANCE
                ? "more than chance explains"
                : "which may be chance: more rows held out would tell";
        boolean classes = metric == Metric.ACCURACY;
        if (difference == 0) {
            return "Both are " + (classes ? "right" : "closer") + " equally often on these " + rows + " rows.";
        }
        return String.format(
                Locale.ROOT,
                classes
                        ? "The %s model is right on %d more of %d rows (only shared right: %d, only alone right: %d;"
                                + " p = %.3f), %s."
                        : "The %s model is closer on %d more of %d rows (shared closer: %d, alone closer: %d;"
                                + " p = %.3f), %s.",
                difference > 0 ? "shared" : "own",
                Math.abs(difference),
                rows,
                forFirst,
                forSecond,
                pValue(),
                chance);
    }
}
