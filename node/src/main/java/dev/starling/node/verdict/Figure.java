package dev.starling.node.verdict;

import java.util.function.ToDoubleFunction;

/**
 * A figure of one model on some rows.
 *
 * @param name how reports and programs name it
 * @param of the figure, given how often each row counts; NaN when these rows cannot tell
 */
record Figure(String name, ToDoubleFunction<double[]> of) {
    static final String ACCURACY = "accuracy";
    static final String AUC = "auc";
    static final String LOG_LOSS = "log_loss";
    static final String CALIBRATION_ERROR = "calibration_error";
    static final String BRIER = "brier";
    static final String RMSE = "rmse";
    static final String MAE = "mae";
    static final String R2 = "r2";

    /** The weighted mean of a number of each row. */
    static double mean(double[] ofRows, double[] weights) {
        double sum = 0;
        double all = 0;
        for (int row = 0; row < ofRows.length; row++) {
            sum += weights[row] * ofRows[row];
            all += weights[row];
        }
        return sum / all;
    }
}
