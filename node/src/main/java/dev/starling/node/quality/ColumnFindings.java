package dev.starling.node.quality;

import dev.starling.node.finding.Finding;
import dev.starling.node.quality.Subject.Role;
import java.util.List;
import java.util.function.Function;

/** What is to be said of each column by itself: missing cells, constants, numbers that lie far out, row numbers. */
final class ColumnFindings {
    private static final double MUCH = 0.2;
    private static final int FEW_WORDS = 20;

    private final List<Finding> findings;

    ColumnFindings(List<Finding> findings) {
        this.findings = findings;
    }

    void add(List<ColumnProfile> columns, Function<TableScan.Field, Role> roles) {
        int before = findings.size();
        for (ColumnProfile column : columns) {
            Role role = roles.apply(column.field());
            if (role == Role.FEATURE || role == Role.LABEL) {
                missing(column);
                constant(column);
                outliers(column);
            }
            if (role == Role.FEATURE) {
                names(column);
            }
        }
        if (findings.size() == before) {
            findings.add(Finding.pass(
                    "columns", "none has much missing, is the same everywhere, or holds numbers that lie far out"));
        }
    }

    private void missing(ColumnProfile column) {
        long all = column.missing() + column.filled();
        if (column.filled() == 0 && all > 0) {
            findings.add(Finding.fail(
                    "missing",
                    column.name(),
                    "is empty in every row",
                    "leave it out, or read it from its source again"));
        } else if (column.missing() > MUCH * all) {
            findings.add(Finding.warn(
                    "missing",
                    column.name(),
                    "is missing in " + column.missing() + " of " + all + " cells",
                    "a missing number counts as the charter's mean; fill it at the source, or leave the column out"));
        }
    }

    private void constant(ColumnProfile column) {
        int width = column.field().width();
        if (width == 1 && column.constant() == 1) {
            findings.add(Finding.warn(
                    "constant", column.name(), "holds the same in every row", "it tells a model nothing here"));
        } else if (width > 1 && column.constant() > width / 2) {
            findings.add(Finding.warn(
                    "constant",
                    column.name(),
                    "holds the same in every row at " + column.constant() + " of " + width + " positions",
                    "cut the margin off if it is one"));
        }
    }

    private void outliers(ColumnProfile column) {
        if (column.extremes() > 0) {
            findings.add(Finding.warn(
                    "outliers",
                    column.name(),
                    "holds " + column.extremes() + (column.extremes() == 1 ? " number" : " numbers")
                            + " more than 10 robust deviations from the median, and " + column.outliers()
                            + " more than 3.5",
                    "look for slips of the pen, another unit, or a code for missing (data.missing)"));
        }
    }

    private void names(ColumnProfile column) {
        if (column.countsRows()) {
            findings.add(Finding.warn(
                    "identifier",
                    column.name(),
                    "counts the rows: its whole numbers only rise",
                    "leave it out of the charter, or name it as data.group"));
        } else if (!column.numeric()
                && (column.distinct() < 0
                        || (column.distinct() > FEW_WORDS && 2L * column.distinct() > column.filled()))) {
            findings.add(Finding.warn(
                    "identifier",
                    column.name(),
                    "holds words that hardly ever come twice, as names and identifiers do",
                    "leave it out of the charter, or name it as data.group"));
        }
    }
}
