package dev.starling.node.quality;

import dev.starling.node.charter.Charter.Schema;
import dev.starling.node.data.ClassLabels;
import dev.starling.node.data.Examples;
import dev.starling.node.data.GroupNumbers;
import dev.starling.node.data.SchemaReader;
import dev.starling.node.data.split.Parts;
import dev.starling.node.data.split.Shares;
import dev.starling.node.data.split.Split;
import dev.starling.node.finding.Finding;
import dev.starling.node.finding.Grade;
import dev.starling.node.quality.Subject.Role;
import dev.starling.node.quality.TableScan.Field;
import dev.starling.node.table.ArrayTable;
import dev.starling.node.table.DataException;
import dev.starling.node.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A table, looked at in two passes. Works with and without a charter, and with what a training would refuse.
 *
 * @param rows rows of the table
 * @param parts how many of them are trained on, chosen by and held out, in this order; empty while nobody knows the label
 * @param columns what each column holds
 * @param roles what each of them is for, in the same order: feature, label, group, unused
 * @param findings what was found, in the order in which it was looked for
 */
public record Review(
        int rows, List<Integer> parts, List<ColumnProfile> columns, List<String> roles, List<Finding> findings) {
    /** More columns that may name persons are not followed from row to row. */
    private static final int MOST_CANDIDATES = 32;

    public Review {
        parts = List.copyOf(parts);
        columns = List.copyOf(columns);
        roles = List.copyOf(roles);
        findings = List.copyOf(findings);
    }

    /** The worst level of all findings. */
    public Grade worst() {
        return findings.stream().map(Finding::grade).max(Grade::compareTo).orElse(Grade.PASS);
    }

    /** Looks at a table. What cannot be read is a finding, too. */
    public static Review of(Subject subject) {
        List<Finding> findings = new ArrayList<>();
        FileFindings.add(subject.data().file(), findings);
        try {
            return new Looking(subject, findings).look();
        } catch (DataException e) {
            findings.add(unreadable(e));
            return new Review(0, List.of(), List.of(), List.of(), findings);
        }
    }

    private static Finding unreadable(DataException e) {
        String place = e.file() + (e.line() > 0 ? ":" + e.line() : "");
        return Finding.fail("table", e.column().orElse(null), place + " " + e.what(), e.remedy());
    }

    /** The two passes. Confined to one thread. */
    private static final class Looking {
        private final Subject subject;
        private final List<Finding> findings;
        private final Table table;
        private final TableScan scan;
        private final Function<Field, Role> roles;
        private final List<ColumnProfile> columns;
        private final @Nullable ColumnProfile label;
        private int rows;

        Looking(Subject subject, List<Finding> findings) throws DataException {
            this.subject = subject;
            this.findings = findings;
            this.table = Table.open(subject.data());
            this.scan = TableScan.of(table, subject.labelColumn(table).orElse(""));
            this.roles = subject.roles(table);
            this.columns = scan.fields().stream().map(ColumnProfile::new).toList();
            this.label = columns.stream()
                    .filter(column -> role(column) == Role.LABEL)
                    .findFirst()
                    .orElse(null);
        }

        private Role role(ColumnProfile column) {
            return roles.apply(column.field());
        }

        Review look() throws DataException {
            if (label == null && subject.label() != null && subject.schema() == null) {
                findings.add(
                        Finding.fail("label", subject.label(), "is not in the table", "name another with --label"));
            }
            scan.forEach(row -> {
                rows++;
                columns.forEach(column -> column.add(row));
            });
            columns.forEach(ColumnProfile::close);
            if (rows == 0) {
                findings.add(Finding.fail("rows", null, "the table has no row", "add the rows below its header"));
            }
            Schema schema = subject.schema();
            if (schema != null) {
                new SchemaFindings(schema, findings).add(table, columns, roles);
            }
            SecondPass second = secondPass();
            new ColumnFindings(findings).add(columns, roles);
            List<Integer> parts = rows == 0 ? List.of() : second.report();
            if (schema != null && findings.stream().noneMatch(finding -> finding.grade() == Grade.FAIL)) {
                readAsTraining(schema);
            }
            List<String> words = columns.stream()
                    .map(column -> role(column).name().toLowerCase(Locale.ROOT))
                    .toList();
            return new Review(rows, parts, columns, words, findings);
        }

        /** Whatever else a training would refuse. */
        private void readAsTraining(Schema schema) {
            try {
                SchemaReader.read(table, schema);
                findings.add(Finding.pass("training", "the table reads as a training would read it"));
            } catch (DataException e) {
                findings.add(unreadable(e));
            }
        }

        private SecondPass secondPass() throws DataException {
            SecondPass second = new SecondPass();
            scan.forEach(second::add);
            return second;
        }

        private List<Field> fields(Role... wanted) {
            return columns.stream()
                    .filter(column -> List.of(wanted).contains(role(column)))
                    .map(ColumnProfile::field)
                    .toList();
        }

        /** What needs medians, and what follows rows. */
        private final class SecondPass {
            private final RowKeys seen = new RowKeys(fields(Role.FEATURE));
            private final RowKeys equal = new RowKeys(fields(Role.FEATURE, Role.LABEL));
            private final NearTwins near;
            private final boolean lookForNear;
            private final Map<ColumnProfile, RowKeys> candidates = new LinkedHashMap<>();
            private final @Nullable List<String> arrayGroups;
            private final @Nullable Field group;
            private final Classes classes;
            private final GroupNumbers groups = new GroupNumbers();
            private int withoutLabel;

            SecondPass() throws DataException {
                this.near = new NearTwins(
                        columns.stream()
                                .filter(column -> role(column) == Role.FEATURE && column.numeric())
                                .toList(),
                        new RowKeys(columns.stream()
                                .filter(column -> role(column) == Role.FEATURE && !column.numeric())
                                .map(ColumnProfile::field)
                                .toList()));
                this.lookForNear = near.possible(rows);
                this.arrayGroups =
                        table instanceof ArrayTable array ? array.groups().orElse(null) : null;
                this.group = fields(Role.GROUP).stream().findFirst().orElse(null);
                this.classes = new Classes(label, subject.schema());
                columns.stream()
                        .filter(column -> column.field().width() == 1 && mayNamePersons(column))
                        .limit(MOST_CANDIDATES)
                        .forEach(column -> candidates.put(column, new RowKeys(List.of(column.field()))));
            }

            /** Columns that are no features; without a charter those that do not look like measurements. */
            private boolean mayNamePersons(ColumnProfile column) {
                boolean mayBe = column.distinct() < 0 || !column.numeric() || SplitFindings.namesPersons(column.name());
                return role(column) == Role.UNUSED
                        || (subject.schema() == null && role(column) == Role.FEATURE && mayBe);
            }

            void add(TableScan.Row row) {
                columns.forEach(column -> column.measure(row));
                if (label != null && row.missing(label.field())) {
                    withoutLabel++;
                    return; // a training skips the row, too
                }
                seen.add(row);
                equal.add(row);
                candidates.values().forEach(keys -> keys.add(row));
                if (lookForNear) {
                    near.add(row);
                }
                if (label != null) {
                    classes.add(row);
                }
                if (group != null) {
                    groups.add(row.missing(group) ? "" : row.text(group));
                } else if (arrayGroups != null) {
                    groups.add(arrayGroups.get(row.number()));
                }
            }

            List<Integer> report() {
                duplicates();
                SplitFindings split = new SplitFindings(subject.data(), findings);
                if (label == null) {
                    if (subject.schema() == null && subject.label() == null) {
                        findings.add(Finding.warn(
                                "split", null, "nobody has said what the label is", "name it with --label COLUMN"));
                    }
                    return List.of();
                }
                if (withoutLabel > 0) {
                    findings.add(Finding.warn(
                            "label",
                            label.name(),
                            "is missing in " + withoutLabel + " rows, which are skipped",
                            "fill it in"));
                }
                ClassLabels labels = classes.labels();
                Parts parts = parts(labels);
                split.sizes(parts);
                if (classes.known()) {
                    split.classes(labels);
                }
                split.twins(parts, equal);
                if (groups.groups() == 0) {
                    split.straddling(parts, candidates);
                } else {
                    String name = group == null
                            ? Objects.requireNonNullElse(subject.data().rules().group(), "")
                            : group.shown();
                    split.group(name, groups.groups(), groups.unknown());
                }
                return List.of(parts.training().length, parts.validation().length, parts.holdout().length);
            }

            private Parts parts(ClassLabels labels) {
                Examples examples = new Examples(1, new float[labels.rows()], labels);
                return Split.parts(
                        groups.groups() > 0 ? examples.withGroups(groups.numbers()) : examples,
                        Shares.of(subject.data()),
                        subject.data().seed());
            }

            private void duplicates() {
                int repeated = equal.repeated();
                if (repeated > 0) {
                    findings.add(Finding.warn(
                            "duplicates",
                            null,
                            repeated + " rows are equal to an earlier one",
                            "remove them, or keep them together with data.group"));
                }
                int contradicted = seen.contradicted(equal);
                if (label != null && contradicted > 0) {
                    findings.add(Finding.warn(
                            "contradictions",
                            null,
                            contradicted + " rows are equal to an earlier one except for the label",
                            "check which label is right"));
                }
                int twins = lookForNear ? near.count(seen) : 0;
                if (twins > 0) {
                    findings.add(Finding.warn(
                            "duplicates",
                            null,
                            twins
                                    + " rows are nearly equal to another: every number within a hundredth of its deviation",
                            "check whether a case was entered twice"));
                }
                if (repeated == 0 && twins == 0) {
                    String what = lookForNear ? "no two rows are equal or nearly so" : "no two rows are equal";
                    findings.add(Finding.pass("duplicates", what));
                }
            }
        }
    }
}
