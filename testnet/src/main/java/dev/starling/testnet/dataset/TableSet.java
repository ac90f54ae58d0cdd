package dev.starling.testnet.dataset;

import dev.starling.node.table.DataException;
import dev.starling.node.table.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Tables of one format: what to deal by, and the rows to write. Rows are counted from 0, through all tables. */
sealed interface TableSet permits CsvTables, ArrayTables {
    /** As the node reads them. */
    List<? extends Table> tables();

    /** Rows of each table. */
    List<Integer> sizes() throws DataException;

    /** Column that holds the label. */
    String label();

    /** The text of the label of each row; empty where it is missing. */
    List<String> labels() throws DataException;

    /** The text of a column in each row. */
    List<String> column(String name) throws DataException;

    /**
     * Writes each row into the directory of its share, in the format of the tables.
     *
     * @param owners the share of each row; a row below 0 is written nowhere
     * @param directories one a share, all there
     * @return what the files are called in each directory
     */
    ShareFiles write(int[] owners, List<Path> directories) throws DataException, IOException;
}
