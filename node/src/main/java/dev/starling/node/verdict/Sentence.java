package dev.starling.node.verdict;

import dev.starling.node.charter.Metric;
import java.util.Locale;

/** The verdict in plain words. */
public final class Sentence {
    /** Below so many rows a share is known to ten percentage points at best. */
    private static final int FEW_ROWS = 100;

    private Sentence() {}

    /** Better, worse, or not to be told by these rows, and how many it would take. */
    public static String of(Comparison comparison) {
        String rows = "these " + comparison.shared().rows() + " rows";
        if (comparison.signs().forShared() + comparison.signs().forAlone() == 0) {
            return "Both models tell the same of " + rows + ": no difference." + few(comparison.shared());
        }
        String figures = figures(comparison.metric(), comparison);
        String verdict = switch (comparison.decision()) {
            case SHARED_BETTER -> "The shared model is better than the one trained alone: " + figures + ".";
            case SHARED_WORSE -> "The shared model is worse than the one trained alone: " + figures + ".";
            case NOT_SHOWN ->
                "No difference that " + rows + " can show: " + figures + "." + enough(comparison)
                        + probabilities(comparison);
        };
        return verdict + few(comparison.shared());
    }

    /** Two models that are right equally often may still not be equally sure. */
    private static String probabilities(Comparison comparison) {
        Score logLoss = comparison.differences().stream()
                .filter(score -> score.name().equals(Figure.LOG_LOSS))
                .filter(score -> score.interval().excludesZero())
                .findFirst()
                .orElse(null);
        return logLoss == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        " Its probabilities are %s, though: log-loss %+.3g (95 %% interval %+.3g to %+.3g).",
                        logLoss.value() < 0 ? "better" : "worse",
                        logLoss.value(),
                        logLoss.interval().low(),
                        logLoss.interval().high());
    }

    private static String enough(Comparison comparison) {
        if (comparison.enough() == 0) {
            return " They differ by so little that no number of rows worth waiting for would show it.";
        }
        long enough = comparison.enough();
        return enough <= comparison.shared().rows()
                ? " A few rows more would tell."
                : String.format(
                        Locale.ROOT,
                        " If the difference is as large as it seems, about %d rows would show it.",
                        rounded(enough));
    }

    /** To two digits, upwards: it is an estimate. */
    private static long rounded(long rows) {
        long unit = 1;
        while (rows / unit >= 100) {
            unit *= 10;
        }
        return (rows + unit - 1) / unit * unit;
    }

    private static String figures(Metric metric, Comparison comparison) {
        double shared = comparison.shared().scores().get(0).value();
        double alone = comparison.alone().scores().get(0).value();
        Score difference = comparison.differences().get(0);
        Interval interval = difference.interval();
        return metric == Metric.ACCURACY
                ? String.format(
                        Locale.ROOT,
                        "%.1f %% right against %.1f %%, %+.1f points (95 %% interval %+.1f to %+.1f)",
                        100 * shared,
                        100 * alone,
                        100 * difference.value(),
                        100 * interval.low(),
                        100 * interval.high())
                : String.format(
                        Locale.ROOT,
                        "RMSE %.4g against %.4g, a difference of %+.3g (95 %% interval %+.3g to %+.3g)",
                        shared,
                        alone,
                        difference.value(),
                        interval.low(),
                        interval.high());
    }

    private static String few(Judgement judgement) {
        int counted = judgement.groups();
        if (counted >= FEW_ROWS) {
            return "";
        }
        return counted < judgement.rows()
                ? " The intervals are wide: " + judgement.rows() + " rows of " + counted + " groups are few."
                : " The intervals are wide: " + counted + " rows are few.";
    }
}
