package dev.starling.node.config;

import dev.starling.node.toml.Bounds;
import dev.starling.node.toml.Section;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The site's own rows: section {@code data}.
 *
 * @param file table of the site's rows: CSV, or an array in IDX, NPY or NPZ
 * @param labels array with one label a row, when the table is an array in a file of its own; a CSV table has its own column
 * @param rules how the table differs from what the charter says
 * @param holdout share of the rows that is never trained on nor chosen by, 0 to 0.9
 * @param validation share of the rows by which a model is chosen, 0 to 0.9, together with the hold-out at most 0.9
 * @param seed of the split and of the batches
 * @param minimumRows rows below which nothing is trained
 */
public record DataConfig(
        Path file,
        @Nullable Path labels,
        TableRules rules,
        double holdout,
        double validation,
        long seed,
        int minimumRows) {
    /** Two texts go in: the table's path, and the line of the labels. */
    static final String TEMPLATE = """
            [data]
            # Table with one row per case, plain or gzip: CSV with a header, an array in IDX or NPY, or an archive of arrays
            # (NPZ). It is only read. A relative path starts from the directory of this file.
            file = %s
            # For an IDX or NPY array only: the array with one label a row.
            %s
            # For an archive only: the array of the rows, and that of the labels.
            # array = "x"
            # label_array = "y"
            # Column (in an archive: array) that says whom a row is about. Rows of one patient are never on both sides of
            # the split, and the column never becomes a feature.
            # group = "patient_id"
            # Cells that mean that nobody knows, beside the empty one.
            missing = ["?"]
            # Share of the rows that is never trained on, for the verdict.
            holdout = 0.2
            # Share of the rows that the best model is chosen by, taken from the rows to train on.
            validation = 0.0
            # Rows below which nothing is trained: what few rows teach may give away a person.
            minimum_rows = 20
            # Seed of the split and of the batches.
            seed = 1
            # Where the table's header differs from the charter: charter's name = own name.
            # [data.columns]
            # age = "Alter"
            # Where the words of a column differ, by the charter's name of the column: own word = charter's word.
            # [data.categories.sex]
            # M = "male"
            """;

    private static final int MAX_WORD = 1000;
    private static final int MINIMUM_ROWS = 20;
    private static final double MOST_KEPT = 0.9;
    private static final double HOLDOUT = 0.2;
    private static final long SEED = 1;

    /** A table of which nothing else is said. */
    public static DataConfig of(Path file, @Nullable Path labels) {
        return new DataConfig(file, labels, TableRules.NONE, HOLDOUT, 0, SEED, MINIMUM_ROWS);
    }

    /** The same site's word on another table. */
    public DataConfig with(Path otherFile, @Nullable Path otherLabels) {
        return new DataConfig(otherFile, otherLabels, rules, holdout, validation, seed, minimumRows);
    }

    static @Nullable DataConfig read(Section section, Path dataDirectory) {
        String name = section.text("file", 4096, "data.csv");
        String labelsName = section.has("labels") ? section.text("labels", 4096, "labels.idx") : "";
        TableRules rules = rules(section);
        double holdout = section.decimal("holdout", HOLDOUT, new Bounds(0, MOST_KEPT, Bounds.Open.NONE));
        double validation = section.decimal("validation", 0, new Bounds(0, MOST_KEPT, Bounds.Open.NONE));
        if (holdout + validation > MOST_KEPT) {
            section.wrong(
                    "validation",
                    "and data.holdout together keep more than " + MOST_KEPT + " of the rows from training",
                    "lower one of them");
        }
        int minimumRows = (int) section.integer("minimum_rows", MINIMUM_ROWS, 1, Integer.MAX_VALUE);
        long seed = section.integer("seed", SEED, Long.MIN_VALUE, Long.MAX_VALUE);
        section.end();
        Path file = path(section, "file", name, dataDirectory);
        Path labels = path(section, "labels", labelsName, dataDirectory);
        return file == null ? null : new DataConfig(file, labels, rules, holdout, validation, seed, minimumRows);
    }

    private static TableRules rules(Section section) {
        Set<String> missing = new HashSet<>(section.cells("missing", MAX_WORD, List.copyOf(TableRules.NONE.missing())));
        Map<String, String> columns = section.section("columns").words(MAX_WORD);
        if (new HashSet<>(columns.values()).size() < columns.size()) {
            section.wrong("columns", "gives two names to one own column", "name each own column once");
        }
        Map<String, Map<String, String>> categories = new HashMap<>();
        Section ofColumns = section.section("categories");
        for (String column : ofColumns.keys()) {
            categories.put(column, ofColumns.section(column).words(MAX_WORD));
        }
        TableRules.Arrays arrays =
                new TableRules.Arrays(optional(section, "array", "x"), optional(section, "label_array", "y"));
        return new TableRules(columns, missing, categories, optional(section, "group", "patient_id"), arrays);
    }

    private static @Nullable String optional(Section section, String key, String example) {
        String text = section.has(key) ? section.text(key, MAX_WORD, example) : "";
        return text.isEmpty() ? null : text;
    }

    private static @Nullable Path path(Section section, String key, String text, Path dataDirectory) {
        return text.isEmpty()
                ? null
                : section.parsed(key, text, "write the path of a file", name -> resolve(dataDirectory, name));
    }

    private static Path resolve(Path dataDirectory, String text) {
        try {
            return dataDirectory.resolve(text).normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("it is not a path on this system", e);
        }
    }
}
