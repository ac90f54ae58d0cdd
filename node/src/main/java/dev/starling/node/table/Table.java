package dev.starling.node.table;

import dev.starling.node.array.NpyArchive;
import dev.starling.node.config.DataConfig;
import dev.starling.node.config.TableRules;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows of data with a label each, on disk, in one of the formats that are read. */
public sealed interface Table permits CsvTable, ArrayTable {
    /** File name, or the name that was given. */
    String name();

    /**
     * Number of rows.
     *
     * @throws DataException when counting them means reading them, and they cannot be read
     */
    int rows() throws DataException;

    /** Opens the table that a site's configuration names. */
    static Table open(DataConfig data) throws DataException {
        return open(data.file(), data.labels(), data.rules());
    }

    /** Opens a table that speaks like its charter. */
    static Table open(Path file, @Nullable Path labels) throws DataException {
        return open(file, labels, TableRules.NONE);
    }

    /**
     * Opens a table of whichever format; the content tells, not the name. All but an archive may be packed with gzip.
     *
     * @param file CSV with a header (RFC 4180), IDX, NPY, or an archive of arrays (NPZ)
     * @param labels with an array, the array of its labels; null with CSV, which has a column for them, and with an archive
     *     that holds them
     * @param rules how the table differs from what its charter says
     * @throws DataException when there is no such file, no usable header, or labels are missing or too many
     */
    static Table open(Path file, @Nullable Path labels, TableRules rules) throws DataException {
        DataFile table = DataFile.of(file);
        DataFile labelFile = labels == null ? null : DataFile.of(labels);
        byte[] head = table.head(ArrayFile.MAGIC_BYTES);
        if (NpyArchive.begins(head)) {
            ArrayArchive archive = ArrayArchive.open(table);
            String group = rules.group();
            return ArrayTable.of(
                    archive.rows(rules.arrays()),
                    labelFile == null ? archive.labels(rules.arrays()) : labelFile,
                    group == null ? null : archive.groups(group));
        }
        if (ArrayFile.begins(head)) {
            return array(table, labelFile, rules);
        }
        if (labels != null) {
            String remedy = "leave out --labels (data.labels), or name an IDX or NPY array as the data";
            throw new DataException(table.name(), 0, null, "is CSV, which has its labels in a column", remedy);
        }
        Optional<CellSource> foreign = ForeignRows.of(table, head);
        if (foreign.isEmpty() && new String(head, StandardCharsets.ISO_8859_1).startsWith("PAR1")) {
            String remedy =
                    "write it as CSV, or as NPZ with numpy.savez; or build Starling with `mvn -Pparquet package`";
            throw new DataException(table.name(), 0, null, "is Parquet, which this build does not read", remedy);
        }
        return new CsvTable(foreign.isPresent() ? foreign.get() : CsvRows.of(table), rules);
    }

    private static Table array(DataFile file, @Nullable DataFile labels, TableRules rules) throws DataException {
        if (labels == null) {
            String remedy = "name the array with one label a row: --labels FILE, or data.labels in starling.toml";
            throw new DataException(file.name(), 0, null, "is an array, which has no labels in it", remedy);
        }
        if (rules.group() != null) {
            String remedy = "put rows, labels and groups into one archive with numpy.savez, or take data.group away";
            throw new DataException(file.name(), 0, null, "is an array, which has no column for data.group", remedy);
        }
        return ArrayTable.of(file, labels, null);
    }
}
