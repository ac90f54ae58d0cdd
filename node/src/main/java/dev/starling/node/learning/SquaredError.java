package dev.starling.node.learning;

import dev.starling.node.data.Labels;
import dev.starling.node.data.Quantities;

/**
 * The top of a regression: one sum a row, which is the estimate as it stands, and half the mean squared error. The half
 * makes the derivative {@code (estimate - value) / rows}, of the same form as that of {@link CrossEntropy}, so that a
 * charter's rate means much the same for both.
 *
 * @param deviation of the label in its own unit
 */
record SquaredError(double deviation) implements Top {
    @Override
    public boolean fits(Labels labels) {
        return labels instanceof Quantities;
    }

    @Override
    public void activate(float[] rows) {
        // the sum is the estimate
    }

    @Override
    public double derive(float[] rows, Labels labels) {
        float[] values = values(labels);
        double squares = 0;
        for (int i = 0; i < values.length; i++) {
            double error = (double) rows[i] - values[i];
            squares += error * error;
            rows[i] = (float) (error / values.length);
        }
        return squares / (2 * values.length);
    }

    @Override
    public Evaluation judge(float[] rows, Labels labels) {
        return Evaluation.ofEstimates(rows, values(labels), deviation);
    }

    @Override
    public void publish(float[] rows) {
        // standardised, as the labels are
    }

    private static float[] values(Labels labels) {
        return ((Quantities) labels).values();
    }
}
