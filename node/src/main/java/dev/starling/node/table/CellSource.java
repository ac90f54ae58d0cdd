package dev.starling.node.table;

import java.util.List;

/** Where the cells of a table come from. */
interface CellSource {
    /** How problems name it. */
    String name();

    /** The columns as the source names them. */
    List<String> header();

    /** Reads all rows in order. */
    <X extends Exception> void forEach(CsvTable.OwnRowReader<X> reader) throws DataException, X;
}
