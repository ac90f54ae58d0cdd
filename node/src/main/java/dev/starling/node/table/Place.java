package dev.starling.node.table;

import org.jspecify.annotations.Nullable;

/**
 * Where something stands in a table.
 *
 * @param file name of the table
 * @param line line of a text, from 1; 0 in an array
 * @param row row of an array, from 0; -1 in a text
 */
public record Place(String file, int line, int row) {
    /** A line of a text. */
    public static Place ofLine(String file, int line) {
        return new Place(file, line, -1);
    }

    /** A row of an array. */
    public static Place ofRow(String file, int row) {
        return new Place(file, 0, row);
    }

    /** What is wrong there: the column if there is one, what, and the remedy. */
    public DataException wrong(@Nullable String column, String what, String remedy) {
        String where = row < 0 ? "" : " in row " + row + " (counted from 0)";
        return new DataException(file, line, column, what + where, remedy);
    }
}
