package dev.starling.node.data;

import dev.starling.node.charter.Charter;
import dev.starling.node.charter.Charter.Schema;
import dev.starling.node.table.ArrayTable;
import dev.starling.node.table.CsvTable;
import dev.starling.node.table.DataException;
import dev.starling.node.table.Table;

/** Turns a table into examples as a charter says. */
public final class SchemaReader {
    private SchemaReader() {}

    /**
     * What a table became.
     *
     * @param examples the rows that have a label
     * @param withoutLabel rows skipped because their label is missing
     * @param withoutGroup rows read whose group is missing: each counts as a group of its own
     * @param missingCells missing numbers and words in the rows that were read
     * @param unlistedCategories cells whose category the charter does not list, read as all zeros
     */
    public record Reading(
            Examples examples, int withoutLabel, int withoutGroup, int missingCells, int unlistedCategories) {}

    /** The examples of a table, in its order. */
    public static Examples read(Table table, Charter charter) throws DataException {
        return read(table, charter.schema()).examples();
    }

    /**
     * The examples of a table with what was noticed on the way. A missing number counts as the mean (0 once scaled), a
     * missing word as all zeros; a row without a label is skipped and counted.
     *
     * @throws DataException at the first column, cell or row that does not fit
     */
    public static Reading read(Table table, Schema schema) throws DataException {
        ExampleBuffer buffer = table instanceof CsvTable csv
                ? new CellReader(csv, schema).read()
                : new NumberReader((ArrayTable) table, schema).read();
        return buffer.reading();
    }
}
