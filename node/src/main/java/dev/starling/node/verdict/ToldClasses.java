package dev.starling.node.verdict;

import dev.starling.node.data.ClassLabels;
import java.util.List;

/**
 * Probabilities of classes. The figures:
 *
 * <ul>
 *   <li>accuracy: share of rows whose most probable class is the right one;
 *   <li>auc: area under the receiver operating characteristic, see {@link Separation};
 *   <li>log_loss: mean of the negative logarithm of the right class's probability, in nats;
 *   <li>calibration_error: expected calibration error, the mean distance between how sure the model was and how often it was
 *       right, over {@value #BINS} bins of equal width of the probability of the class it told (Guo, Pleiss, Sun, Weinberger
 *       2017); with few rows a bin it errs upwards;
 *   <li>brier: mean over rows of the squared distances of all classes' probabilities from 0 or 1, added up: 0 to 2 (Brier
 *       1950).
 * </ul>
 */
final class ToldClasses implements Told {
    static final int BINS = 10;

    private final int classes;
    private final int[] labels;
    private final int[] told;
    private final double[] right;
    private final double[] logLoss;
    private final double[] brier;
    private final double[] sure;
    private final Separation separation;

    ToldClasses(float[] probabilities, ClassLabels known) {
        this.classes = known.classes();
        this.labels = known.numbers();
        int rows = labels.length;
        this.told = new int[rows];
        this.right = new double[rows];
        this.logLoss = new double[rows];
        this.brier = new double[rows];
        this.sure = new double[rows];
        for (int row = 0; row < rows; row++) {
            int from = row * classes;
            for (int c = 0; c < classes; c++) {
                double probability = probabilities[from + c];
                told[row] = probability > probabilities[from + told[row]] ? c : told[row];
                double distance = probability - (c == labels[row] ? 1 : 0);
                brier[row] += distance * distance;
            }
            right[row] = told[row] == labels[row] ? 1 : 0;
            // What was told impossible and came true costs 103 nats, not infinitely many.
            logLoss[row] = -Math.log(Math.max(Separation.LEAST, probabilities[from + labels[row]]));
            sure[row] = probabilities[from + told[row]];
        }
        this.separation = new Separation(probabilities, known);
    }

    @Override
    public List<Figure> figures() {
        return List.of(
                new Figure(Figure.ACCURACY, weights -> Figure.mean(right, weights)),
                new Figure(Figure.AUC, separation::of),
                new Figure(Figure.LOG_LOSS, weights -> Figure.mean(logLoss, weights)),
                new Figure(Figure.CALIBRATION_ERROR, this::calibrationError),
                new Figure(Figure.BRIER, weights -> Figure.mean(brier, weights)));
    }

    @Override
    public double loss(int row) {
        return 1 - right[row];
    }

    @Override
    public int rows() {
        return labels.length;
    }

    private double calibrationError(double[] weights) {
        double[] gaps = new double[BINS];
        double all = 0;
        for (int row = 0; row < labels.length; row++) {
            int bin = Math.min(BINS - 1, (int) (BINS * sure[row]));
            gaps[bin] += weights[row] * (right[row] - sure[row]);
            all += weights[row];
        }
        double sum = 0;
        for (double gap : gaps) {
            sum += Math.abs(gap);
        }
        return sum / all;
    }

    /** Number of classes. */
    int classes() {
        return classes;
    }

    /** Rows of a class, rows told to be of it, and rows of which both holds, given how often each row counts. */
    Counts counts(int ofClass, double[] weights) {
        double there = 0;
        double said = 0;
        double both = 0;
        for (int row = 0; row < labels.length; row++) {
            there += labels[row] == ofClass ? weights[row] : 0;
            said += told[row] == ofClass ? weights[row] : 0;
            both += labels[row] == ofClass && told[row] == ofClass ? weights[row] : 0;
        }
        return new Counts(there, said, both);
    }

    /**
     * One class.
     *
     * @param rows of the class
     * @param told rows that the model said to be of it
     * @param right rows of which both holds
     */
    record Counts(double rows, double told, double right) {
        double recall() {
            return right / rows;
        }

        double precision() {
            return right / told;
        }
    }
}
