package dev.starling.node.table;

import java.nio.file.Path;
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

    /**
     * Opens a table of whichever format; the content tells, not the name. All may be packed with gzip.
     *
     * @param file CSV with a header (RFC 4180), IDX, or NPY
     * @param labels with an array, the array of its labels; null with CSV, which has a column for them
     * @throws DataException when there is no such file, no usable header, or labels are missing or too many
     */
    static Table open(Path file, @Nullable Path labels) throws DataException {
        return open(DataFile.of(file), labels == null ? null : DataFile.of(labels));
    }

    private static Table open(DataFile file, @Nullable DataFile labels) throws DataException {
        byte[] head = file.head(ArrayFile.MAGIC_BYTES);
        if (head.length > 1 && head[0] == 'P' && head[1] == 'K') {
            String remedy = "unpack it and name the array of the features, and that of the labels with --labels";
            throw new DataException(file.name(), 0, null, "is a ZIP archive, perhaps of arrays (.npz)", remedy);
        }
        if (!ArrayFile.begins(head)) {
            if (labels != null) {
                String remedy = "leave out --labels (data.labels), or name an IDX or NPY array as the data";
                throw new DataException(file.name(), 0, null, "is CSV, which has its labels in a column", remedy);
            }
            return new CsvTable(file);
        }
        if (labels == null) {
            String remedy = "name the array with one label a row: --labels FILE, or data.labels in starling.toml";
            throw new DataException(file.name(), 0, null, "is an array, which has no labels in it", remedy);
        }
        return ArrayTable.of(file, labels);
    }
}
