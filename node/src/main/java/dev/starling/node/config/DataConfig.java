package dev.starling.node.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The site's own rows: section {@code data}.
 *
 * @param file table of the site's rows: CSV, or an array in IDX or NPY
 * @param labels array with one label a row, when the table is an array; a CSV table has its own column
 * @param holdout share of the rows that is never trained on, 0 to 0.9
 * @param seed of the split and of the batches
 */
public record DataConfig(Path file, @Nullable Path labels, double holdout, long seed) {
    /** Two texts go in: the table's path, and the line of the labels. */
    static final String TEMPLATE = """
            [data]
            # Table with one row per case, plain or gzip: CSV with a header ('?' and empty cells are missing), or an array
            # in IDX or NPY. A relative path starts from the directory of this file.
            file = %s
            # For an array only: the array with one label a row.
            %s
            # Share of the rows that is never trained on, for the verdict.
            holdout = 0.2
            # Seed of the split and of the batches.
            seed = 1
            """;

    static @Nullable DataConfig read(Section section, Path dataDirectory) {
        String name = section.text("file", 4096, "data.csv");
        String labelsName = section.has("labels") ? section.text("labels", 4096, "labels.idx") : "";
        double holdout = section.decimal("holdout", 0.2, new Bounds(0, 0.9, Bounds.Open.NONE));
        long seed = section.integer("seed", 1, Long.MIN_VALUE, Long.MAX_VALUE);
        section.end();
        Path file = path(section, "file", name, dataDirectory);
        Path labels = path(section, "labels", labelsName, dataDirectory);
        return file == null ? null : new DataConfig(file, labels, holdout, seed);
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
