package dev.starling.node.quality;

import dev.starling.node.config.DataConfig;
import dev.starling.node.data.ClassLabels;
import dev.starling.node.data.split.Parts;
import dev.starling.node.finding.Finding;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** What is to be said of the three parts of the rows: how many they are, and what stands on both sides. */
final class SplitFindings {
    /** With fewer rows held out an accuracy is known to ten percentage points at best. */
    private static final int FEW_HELD_OUT = 100;

    private static final int RARE = 20;
    private static final double MANY_TWINS = 0.1;
    private static final int FEW_VALUES = 10;

    private static final Pattern PERSON = Pattern.compile(
            "(?i).*(patient|subject|person|case|customer|client|mrn|account|(^|[_ .-])p?id($|[_ .-])).*");

    private final DataConfig data;
    private final List<Finding> findings;

    SplitFindings(DataConfig data, List<Finding> findings) {
        this.data = data;
        this.findings = findings;
    }

    void sizes(Parts parts) {
        int training = parts.training().length;
        if (training < data.minimumRows()) {
            findings.add(Finding.fail(
                    "rows",
                    null,
                    training + " rows are left to train on, and data.minimum_rows asks for " + data.minimumRows(),
                    "add rows, or keep fewer from training (data.holdout, data.validation)"));
        } else {
            findings.add(Finding.pass("rows", training + " rows to train on"));
        }
        int holdout = parts.holdout().length;
        if (holdout < FEW_HELD_OUT) {
            findings.add(Finding.warn(
                    "holdout",
                    null,
                    holdout + " rows are held out for the verdict",
                    holdout == 0
                            ? "set data.holdout above 0, or judge on a table of its own with `starling eval --test`"
                            : "intervals will be wide; only more rows make them narrower"));
        }
    }

    void classes(ClassLabels labels) {
        int[] counts = labels.counts();
        int present = (int) IntStream.of(counts).filter(count -> count > 0).count();
        int rarest = IntStream.of(counts).filter(count -> count > 0).min().orElse(0);
        if (present < 2) {
            findings.add(Finding.fail(
                    "classes", null, present + " classes occur", "a model needs rows of two; read more rows"));
        } else if (present < counts.length) {
            findings.add(Finding.warn(
                    "classes",
                    null,
                    present + " of the charter's " + counts.length + " classes occur here",
                    "the shared model knows the others from other members; its score here says nothing of them"));
        } else if ((long) RARE * rarest < labels.rows()) {
            findings.add(Finding.warn(
                    "classes",
                    null,
                    "the rarest of " + present + " classes has " + rarest + " of " + labels.rows() + " rows",
                    "accuracy alone says little of it; look at the classes in `starling eval`"));
        } else {
            findings.add(Finding.pass("classes", "the rarest of " + present + " classes has " + rarest + " rows"));
        }
    }

    /** Rows that are equal in all that a model sees, and stand on both sides. */
    void twins(Parts parts, RowKeys equal) {
        int shared = equal.shared(parts.holdout(), parts.training());
        int holdout = parts.holdout().length;
        String what = shared + " of the " + holdout + " rows held out are equal to one that is trained on";
        String remedy = "remove rows that are there twice, or keep them together with data.group";
        if (shared > MANY_TWINS * holdout) {
            findings.add(Finding.fail("leakage", null, what, remedy));
        } else if (shared > 0) {
            findings.add(Finding.warn("leakage", null, what, remedy));
        } else if (holdout > 0) {
            findings.add(Finding.pass("leakage", "no row held out is equal to one that is trained on"));
        }
    }

    void group(String shown, int groups, int unknown) {
        String what = groups + " groups, none of them on both sides of the split";
        findings.add(Finding.pass("group", "column \"" + shown + "\" makes " + what));
        if (unknown > 0) {
            findings.add(Finding.warn(
                    "group",
                    shown,
                    "is missing in " + unknown + " rows, each of which counts as a group of its own",
                    "fill it in: two rows of one patient without it may stand on both sides"));
        }
    }

    /** Whether a column is named like one that says whom a row is about. */
    static boolean namesPersons(String column) {
        return PERSON.matcher(column).matches();
    }

    /** Columns that repeat, are no features, and whose values stand on both sides: they may say whom a row is about. */
    void straddling(Parts parts, Map<ColumnProfile, RowKeys> candidates) {
        candidates.forEach((column, keys) -> {
            int distinct = keys.distinct();
            int shared = keys.shared(parts.holdout(), parts.training());
            boolean named = namesPersons(column.name());
            boolean many = distinct > FEW_VALUES && distinct > keys.rows() / RARE;
            if (shared == 0 || distinct == keys.rows() || !(named || many)) {
                return;
            }
            String what = "comes more than once, and " + shared + " of the " + parts.holdout().length
                    + " rows held out share its value with a row that is trained on";
            String remedy = "if it says whom a row is about, set data.group to it, and leave it out of the charter";
            findings.add(
                    named
                            ? Finding.fail("leakage", column.name(), what, remedy)
                            : Finding.warn("leakage", column.name(), what, remedy));
        });
    }
}
