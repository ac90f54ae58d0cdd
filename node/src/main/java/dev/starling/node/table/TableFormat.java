package dev.starling.node.table;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads tables of one more format, as a header and rows of cells. Readers that need large libraries come in builds of their
 * own; whatever {@link java.util.ServiceLoader} finds on the class path is used. A reader only reads, and says of no cell what
 * stands in it.
 */
public interface TableFormat {
    /** Whether a file that begins like this is meant to be of this format. */
    boolean begins(byte[] head);

    /** Names of the columns, in the order of the cells. */
    List<String> header(Path file) throws IOException;

    /**
     * Reads all rows in order. Numbers are decimal, a missing cell is empty.
     *
     * @param reader is told the number of the row, from 1, in the place of a line
     */
    <X extends Exception> void forEachRow(Path file, CsvTable.OwnRowReader<X> reader)
            throws IOException, DataException, X;
}
