package dev.starling.node.learning;

import dev.starling.node.data.ClassLabels;
import dev.starling.node.data.Labels;

/**
 * The top of a classifier: softmax and mean negative log-likelihood. Outputs are log-probabilities. ND4J's own log-softmax
 * is not used: it takes the logarithm of the softmax, which is minus infinity as soon as a class is hopeless.
 *
 * @param classes sums a row
 */
record CrossEntropy(int classes) implements Top {
    @Override
    public boolean fits(Labels labels) {
        return labels instanceof ClassLabels known && known.classes() == classes;
    }

    /** {@code z - max - log sum exp(z - max)}: no exponential overflows, and no logarithm is taken of zero. */
    @Override
    public void activate(float[] rows) {
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

    /** The derivative is {@code (probability - right) / rows}, the loss in nats. */
    @Override
    public double derive(float[] rows, Labels labels) {
        int[] numbers = numbers(labels);
        double loss = 0;
        for (int i = 0; i < numbers.length; i++) {
            int right = i * classes + numbers[i];
            loss -= rows[right];
            for (int k = i * classes; k < (i + 1) * classes; k++) {
                rows[k] = (float) ((Math.exp(rows[k]) - (k == right ? 1 : 0)) / numbers.length);
            }
        }
        return loss / numbers.length;
    }

    @Override
    public Evaluation judge(float[] rows, Labels labels) {
        return Evaluation.ofLogProbabilities(rows, numbers(labels), classes);
    }

    @Override
    public void publish(float[] rows) {
        for (int k = 0; k < rows.length; k++) {
            rows[k] = (float) Math.exp(rows[k]);
        }
    }

    private static int[] numbers(Labels labels) {
        return ((ClassLabels) labels).numbers();
    }
}
