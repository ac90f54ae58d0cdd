package dev.starling.node.observe;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** A score in words for people: a share as per cent, an error as a number of four digits. */
public final class ScoreText {
    private static final MathContext FOUR_DIGITS = new MathContext(4);

    private ScoreText() {}

    /**
     * One score.
     *
     * @param metric what it is, see {@link StatusReport#metric}
     * @param score between 0 and 1 for an accuracy, in the unit of the label for an error
     */
    public static String of(String metric, double score) {
        if (!Double.isFinite(score)) {
            return "not finite";
        }
        return isError(metric)
                ? new BigDecimal(score).round(FOUR_DIGITS).toPlainString()
                : String.format(Locale.ROOT, "%.1f %%", 100 * score);
    }

    /** The same with its name in front. */
    public static String named(String metric, double score) {
        return (isError(metric) ? "RMSE " : "accuracy ") + of(metric, score);
    }

    private static boolean isError(String metric) {
        return metric.equals("rmse");
    }
}
