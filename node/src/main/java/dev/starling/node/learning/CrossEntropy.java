package dev.starling.node.learning;

/**
 * The top of a classifier: softmax and mean negative log-likelihood, in double on plain arrays. ND4J's own log-softmax is
 * not used: it takes the logarithm of the softmax, which is minus infinity as soon as a class is hopeless.
 */
final class CrossEntropy {
    private CrossEntropy() {}

    /**
     * Turns each row of sums into log-probabilities: {@code z - max - log sum exp(z - max)}, so that no exponential
     * overflows and no logarithm is taken of zero.
     *
     * @param rows row-major, rows x classes; overwritten
     */
    static void logSoftmax(float[] rows, int classes) {
        for (int from = 0; from < rows.length; from += classes) {
            double max = Double.NEGATIVE_INFINITY;
            for (int k = from; k < from + classes; k++) {
                max = Math.max(max, rows[k]);
            }
            double sum = 0;
            for (int k = from; k < from + classes; k++) {
                sum += Math.exp(rows[k] - max);
            }
            double logSum = max + Math.log(sum);
            for (int k = from; k < from + classes; k++) {
                rows[k] = (float) (rows[k] - logSum);
            }
        }
    }

    /**
     * Turns log-probabilities into the derivative of the mean loss by the sums: {@code (probability - right) / rows}.
     *
     * @param rows row-major, rows x classes; overwritten
     * @param labels right class of each row
     * @return mean loss in nats
     */
    static double derive(float[] rows, int[] labels, int classes) {
        double loss = 0;
        for (int i = 0; i < labels.length; i++) {
            int right = i * classes + labels[i];
            loss -= rows[right];
            for (int k = i * classes; k < (i + 1) * classes; k++) {
                rows[k] = (float) ((Math.exp(rows[k]) - (k == right ? 1 : 0)) / labels.length);
            }
        }
        return loss / labels.length;
    }
}
