package dev.starling.node.matrix;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.starling.node.learning.Evaluation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How well one model does at one site, in aggregates. Nothing is said of fewer than {@value #LEAST_ROWS} rows, and nothing of a
 * class of fewer than {@value #LEAST_OF_CLASS}; where that would leave one class to be told by subtraction, the next rarest is
 * withheld, too. The area under the curve is a mean over pairs of classes, so it is told only where every class is. Means are
 * rounded to four digits after the point.
 *
 * @param model which one it is: consolidated, current, or alone
 * @param slot the last slot whose learning is in it; of one trained alone the slots it was trained
 * @param parameters digest of its parameters in hexadecimal: equal for equal models
 * @param rows rows judged; null when withheld
 * @param right of them told right; null when withheld, or when the label is a quantity
 * @param logLoss mean negative log-likelihood in nats; null likewise
 * @param auc area under the curve; null likewise, or unless every class may be told, and of more than twenty classes
 * @param rmse root of the mean squared error in the unit of the label; null when withheld, or for classes
 * @param classes rows and rows told right of each class that may be told, in the order of the charter
 */
public record Cell(
        @JsonProperty(required = true) String model,
        int slot,
        @JsonProperty(required = true) String parameters,
        @Nullable Integer rows,
        @Nullable Integer right,
        @Nullable Double logLoss,
        @Nullable Double auc,
        @Nullable Double rmse,
        @JsonProperty(required = true) List<OfClass> classes) {
    /** Fewer rows are not spoken of. */
    public static final int LEAST_ROWS = 20;

    /** Fewer rows of a class are not spoken of. */
    public static final int LEAST_OF_CLASS = 5;

    private static final double DIGITS = 1e4;

    /**
     * One class.
     *
     * @param number in the charter, from 0
     * @param rows of the class, at least {@value Cell#LEAST_OF_CLASS}
     * @param right of them told right
     */
    public record OfClass(int number, int rows, int right) {}

    /**
     * A model.
     *
     * @param name which one it is: consolidated, current, or alone
     * @param slot the last slot whose learning is in it; of one trained alone the slots it was trained
     * @param parameters digest of its parameters in hexadecimal
     */
    public record Model(String name, int slot, String parameters) {
        private Cell withheld() {
            return new Cell(name, slot, parameters, null, null, null, null, null, List.of());
        }
    }

    public Cell {
        classes = List.copyOf(classes);
    }

    /**
     * What may be told.
     *
     * @param evaluation on all rows
     * @param auc area under the curve on the same rows; NaN when they cannot tell
     */
    public static Cell of(Model model, Evaluation evaluation, double auc) {
        int rows = evaluation.rows();
        if (rows < LEAST_ROWS) {
            return model.withheld();
        }
        int[] ofClass = evaluation.perClassRows();
        if (ofClass.length == 0) {
            return new Cell(
                    model.name,
                    model.slot,
                    model.parameters,
                    rows,
                    null,
                    null,
                    null,
                    rounded(evaluation.rmse()),
                    List.of());
        }
        List<OfClass> classes = told(ofClass, evaluation.perClassCorrect());
        return new Cell(
                model.name,
                model.slot,
                model.parameters,
                rows,
                IntStream.of(evaluation.perClassCorrect()).sum(),
                rounded(evaluation.logLoss()),
                classes.size() == ofClass.length ? rounded(auc) : null,
                null,
                classes);
    }

    private static List<OfClass> told(int[] rows, int[] right) {
        List<OfClass> told = new ArrayList<>();
        for (int c = 0; c < rows.length; c++) {
            if (rows[c] >= LEAST_OF_CLASS) {
                told.add(new OfClass(c, rows[c], right[c]));
            }
        }
        if (rows.length - told.size() == 1) {
            told.stream().min(Comparator.comparingInt(OfClass::rows)).ifPresent(told::remove);
        }
        return told;
    }

    private static @Nullable Double rounded(double value) {
        return Double.isFinite(value) ? Math.round(value * DIGITS) / DIGITS : null;
    }

    /** Whether a site can have come to these numbers by the rules above. */
    boolean isPlausible() {
        Integer judged = rows;
        if (judged == null) {
            return right == null && logLoss == null && auc == null && rmse == null && classes.isEmpty();
        }
        return judged >= LEAST_ROWS
                && (right == null ? rmse != null && rmse >= 0 : right >= 0 && right <= judged)
                && (logLoss == null || logLoss >= 0)
                && (auc == null || (auc >= 0 && auc <= 1))
                && classes.stream()
                        .allMatch(told -> told.number() >= 0
                                && told.rows() >= LEAST_OF_CLASS
                                && told.rows() <= judged
                                && told.right() >= 0
                                && told.right() <= told.rows());
    }
}
