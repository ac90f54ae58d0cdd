package dev.starling.node.quality;

import dev.starling.node.charter.Charter.Categorical;
import dev.starling.node.charter.Charter.Column;
import dev.starling.node.charter.Charter.Numeric;
import dev.starling.node.charter.Charter.Quantity;
import dev.starling.node.charter.Charter.Schema;
import dev.starling.node.finding.Finding;
import dev.starling.node.quality.Subject.Role;
import dev.starling.node.quality.TableScan.Field;
import dev.starling.node.table.ArrayTable;
import dev.starling.node.table.Place;
import dev.starling.node.table.Table;
import dev.starling.node.toml.Nearest;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Where the table and the charter disagree. */
final class SchemaFindings {
    private static final String CHECK = "charter";

    /** Own mean this many of the charter's deviations away from the charter's: members differ, but hardly by so much. */
    private static final double FAR = 5;

    private final Schema schema;
    private final List<Finding> findings;

    SchemaFindings(Schema schema, List<Finding> findings) {
        this.schema = schema;
        this.findings = findings;
    }

    void add(Table table, List<ColumnProfile> columns, Function<Field, Role> roles) {
        int before = findings.size();
        if (table instanceof ArrayTable) {
            columns.stream()
                    .filter(column -> roles.apply(column.field()) == Role.LABEL)
                    .forEach(this::label);
        } else {
            List<String> header =
                    columns.stream().map(column -> column.field().name()).toList();
            for (Column wanted : schema.columns()) {
                Optional<ColumnProfile> there = named(columns, wanted.name());
                there.ifPresentOrElse(column -> compare(wanted, column), () -> missing(wanted.name(), header, columns));
            }
            named(columns, schema.label()).ifPresentOrElse(this::label, () -> missing(schema.label(), header, columns));
            unused(columns, roles);
        }
        if (findings.size() == before) {
            findings.add(Finding.pass(CHECK, "the table has the columns, kinds and words of the charter"));
        }
    }

    private static Optional<ColumnProfile> named(List<ColumnProfile> columns, String name) {
        return columns.stream()
                .filter(column -> column.field().name().equals(name))
                .findFirst();
    }

    private void missing(String name, List<String> header, List<ColumnProfile> columns) {
        String near = Nearest.to(name, header)
                .flatMap(other -> named(columns, other))
                .map(column -> "is it \"" + column.name() + "\"? ")
                .orElse("");
        findings.add(Finding.fail(
                CHECK, name, "is not in the table", near + "say under [data.columns] what it is called here"));
    }

    private void unused(List<ColumnProfile> columns, Function<Field, Role> roles) {
        List<String> unused = columns.stream()
                .filter(column -> roles.apply(column.field()) == Role.UNUSED)
                .map(ColumnProfile::name)
                .toList();
        if (!unused.isEmpty()) {
            String some = String.join(", ", unused.subList(0, Math.min(10, unused.size())));
            findings.add(Finding.pass(
                    CHECK,
                    unused.size() + " columns of the table are not in the charter and not used: " + some
                            + (unused.size() > 10 ? ", …" : "")));
        }
    }

    private void compare(Column wanted, ColumnProfile column) {
        if (wanted instanceof Numeric numeric) {
            if (numbersOnly(column)) {
                unit(numeric, column);
            }
        } else if (wanted instanceof Categorical categorical) {
            words(categorical, column);
        } else {
            findings.add(Finding.fail(
                    CHECK, wanted.name(), "is a block of numbers in the charter", "name an array as data.file"));
        }
    }

    private boolean numbersOnly(ColumnProfile column) {
        if (column.numeric()) {
            return true;
        }
        String first = column.firstWord().map(SchemaFindings::words).orElse("");
        findings.add(Finding.fail(
                CHECK,
                column.name(),
                "holds numbers in the charter and " + column.notNumbers() + " cells here that are none, the first"
                        + first,
                "write decimal numbers with a point, and list codes for missing in data.missing"));
        return false;
    }

    private static String words(Place place) {
        return place.row() < 0 ? " on line " + place.line() : " in row " + place.row();
    }

    private void unit(Numeric wanted, ColumnProfile column) {
        boolean scaled = wanted.mean() != 0 || wanted.deviation() != 1;
        double away = Math.abs(column.mean() - wanted.mean()) / wanted.deviation();
        if (scaled && away > FAR) {
            findings.add(Finding.warn(
                    CHECK,
                    column.name(),
                    String.format(
                            Locale.ROOT, "has a mean %.0f of the charter's deviations away from the charter's", away),
                    "is it in another unit here? Bring it to the unit of the charter"));
        }
    }

    private void words(Categorical wanted, ColumnProfile column) {
        Set<String> listed = new HashSet<>(wanted.categories());
        int unlisted = 0;
        int different = 0;
        for (Map.Entry<String, Integer> word : column.counts().entrySet()) {
            if (!listed.contains(word.getKey())) {
                unlisted += word.getValue();
                different++;
            }
        }
        if (unlisted > 0) {
            findings.add(Finding.warn(
                    CHECK,
                    column.name(),
                    "holds " + different + " words that the charter does not list, in " + unlisted + " of "
                            + column.filled() + " cells",
                    "map them under [data.categories." + column.name() + "] to the charter's: "
                            + listed(wanted.categories())));
        }
    }

    private static String listed(List<String> words) {
        return String.join(", ", words.subList(0, Math.min(10, words.size()))) + (words.size() > 10 ? ", …" : "");
    }

    private void label(ColumnProfile column) {
        if (schema.target() instanceof Quantity) {
            numbersOnly(column);
            return;
        }
        Set<String> classes = new HashSet<>(schema.classes());
        int unlisted = column.counts().entrySet().stream()
                .filter(word -> !classes.contains(word.getKey()))
                .mapToInt(Map.Entry::getValue)
                .sum();
        if (unlisted > 0) {
            findings.add(Finding.fail(
                    CHECK,
                    column.name(),
                    "holds no class of the charter in " + unlisted + " of " + column.filled() + " rows",
                    "map the words under [data.categories." + column.name() + "] to the charter's: "
                            + listed(schema.classes())));
        }
    }
}
