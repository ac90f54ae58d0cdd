package dev.starling.node.cli.learning;

import dev.starling.node.verdict.ClassScore;
import dev.starling.node.verdict.Comparison;
import dev.starling.node.verdict.Interval;
import dev.starling.node.verdict.Judgement;
import dev.starling.node.verdict.Score;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A verdict as a table for people. */
final class VerdictText {
    private static final int SHOWN = 20;

    private static final Map<String, String> NAMES = Map.of(
            "accuracy", "accuracy, %",
            "auc", "AUC",
            "log_loss", "log-loss",
            "calibration_error", "calibration error",
            "brier", "Brier score",
            "rmse", "RMSE",
            "mae", "mean error",
            "r2", "R2");

    private final List<String> classes;
    private final StringBuilder text = new StringBuilder();

    private VerdictText(List<String> classes) {
        this.classes = classes;
    }

    /** One model. */
    static String of(Judgement judgement, String name, List<String> classes) {
        VerdictText verdict = new VerdictText(classes);
        verdict.line("", name, "", "");
        judgement.scores().forEach(score -> verdict.score(score, null, null));
        verdict.classes(judgement, null);
        return verdict.text.toString();
    }

    /** Two models side by side. */
    static String of(Comparison comparison, String name, List<String> classes) {
        VerdictText verdict = new VerdictText(classes);
        verdict.line("", name, "alone", "difference");
        for (int f = 0; f < comparison.differences().size(); f++) {
            verdict.score(
                    comparison.shared().scores().get(f),
                    comparison.alone().scores().get(f),
                    comparison.differences().get(f));
        }
        verdict.classes(comparison.shared(), comparison.alone());
        return verdict.text.toString();
    }

    private void line(String what, String first, String second, String third) {
        text.append(String.format(Locale.ROOT, "%-22s %-26s %-26s %s", what, first, second, third)
                        .stripTrailing())
                .append('\n');
    }

    private void score(Score first, @Nullable Score second, @Nullable Score third) {
        if (Double.isNaN(first.value())) {
            return;
        }
        boolean percent = first.name().equals("accuracy");
        line(
                NAMES.getOrDefault(first.name(), first.name()),
                cell(first, percent, false),
                second == null ? "" : cell(second, percent, false),
                third == null ? "" : cell(third, percent, true));
    }

    private void classes(Judgement first, @Nullable Judgement second) {
        if (first.classes().isEmpty()) {
            return;
        }
        text.append('\n');
        for (int c = 0; c < Math.min(SHOWN, first.classes().size()); c++) {
            ClassScore of = first.classes().get(c);
            ClassScore other = second == null ? null : second.classes().get(c);
            String name = classes.get(c) + ", " + of.rows() + (of.rows() == 1 ? " row" : " rows");
            line(name, "", "", "");
            line(
                    "  recall, %",
                    cell(of.recall(), true, false), other == null ? "" : cell(other.recall(), true, false), "");
            line(
                    "  precision, %",
                    cell(of.precision(), true, false), other == null ? "" : cell(other.precision(), true, false), "");
        }
        if (first.classes().size() > SHOWN) {
            text.append(first.classes().size() - SHOWN).append(" more classes: see --json\n");
        }
    }

    private static String cell(Score score, boolean percent, boolean signed) {
        if (Double.isNaN(score.value())) {
            return "-";
        }
        Interval interval = score.interval();
        String value = number(score.value(), percent, signed);
        return interval.known()
                ? value + " (" + number(interval.low(), percent, signed) + " to "
                        + number(interval.high(), percent, signed) + ")"
                : value;
    }

    private static String number(double value, boolean percent, boolean signed) {
        String format = percent ? (signed ? "%+.1f" : "%.1f") : signed ? "%+.4f" : "%.4f";
        return String.format(Locale.ROOT, format, percent ? 100 * value : value);
    }
}
