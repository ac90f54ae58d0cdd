package dev.starling.node.learning;

import dev.starling.node.charter.Metric;

/**
 * How well a model does on some rows. A classifier has no error in units, a regression no classes: such figures are NaN,
 * such arrays empty.
 *
 * @param rows rows judged
 * @param accuracy share of rows whose most probable class is the right one; NaN without rows
 * @param logLoss mean negative log-likelihood of the right class in nats; NaN without rows
 * @param rmse root of the mean squared error of the estimates, in the unit of the label; NaN without rows
 * @param perClassCorrect rows of each class that were told right
 * @param perClassRows rows of each class
 */
@SuppressWarnings("ArrayRecordComponent") // a report, never compared
public record Evaluation(
        int rows, double accuracy, double logLoss, double rmse, int[] perClassCorrect, int[] perClassRows) {
    private static final int[] NO_CLASSES = {};

    /** The figure that models are compared by; NaN without rows. */
    public double score(Metric metric) {
        return switch (metric) {
            case ACCURACY -> accuracy;
            case RMSE -> rmse;
        };
    }

    /**
     * Judges log-probabilities.
     *
     * @param logProbabilities row-major, rows x classes, in nats
     * @param labels one a row
     * @param classes number of classes
     */
    static Evaluation ofLogProbabilities(float[] logProbabilities, int[] labels, int classes) {
        int[] perClassRows = new int[classes];
        int[] perClassCorrect = new int[classes];
        int correct = 0;
        double loss = 0;
        for (int i = 0; i < labels.length; i++) {
            int best = 0;
            for (int c = 1; c < classes; c++) {
                if (logProbabilities[i * classes + c] > logProbabilities[i * classes + best]) {
                    best = c;
                }
            }
            perClassRows[labels[i]]++;
            if (best == labels[i]) {
                perClassCorrect[best]++;
                correct++;
            }
            loss -= logProbabilities[i * classes + labels[i]];
        }
        int rows = labels.length;
        return new Evaluation(rows, (double) correct / rows, loss / rows, Double.NaN, perClassCorrect, perClassRows);
    }

    /**
     * Judges estimates.
     *
     * @param estimates standardised, one a row
     * @param values likewise
     * @param deviation of the label in its own unit
     */
    static Evaluation ofEstimates(float[] estimates, float[] values, double deviation) {
        double squares = 0;
        for (int i = 0; i < values.length; i++) {
            double error = (double) estimates[i] - values[i];
            squares += error * error;
        }
        double rmse = deviation * Math.sqrt(squares / values.length);
        return new Evaluation(values.length, Double.NaN, Double.NaN, rmse, NO_CLASSES, NO_CLASSES);
    }
}
