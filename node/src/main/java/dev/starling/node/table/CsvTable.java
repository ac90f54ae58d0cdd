package dev.starling.node.table;

import dev.starling.node.config.TableRules;
import dev.starling.node.toml.Nearest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A table of cells with a header: CSV, or what a {@link TableFormat} reads as such. What is read are the charter's names and
 * words: the rules say how the site's own differ, and a cell that is missing by them reads as an empty one. Rows are
 * streamed, never held.
 */
public final class CsvTable implements Table {
    private final CellSource source;
    private final String name;
    private final TableRules rules;
    private final List<String> ownHeader;
    private final List<String> header;
    private final List<Map<String, String>> words;

    /** Takes the rows of a table one after the other. */
    @FunctionalInterface
    public interface RowReader {
        /**
         * Takes one row.
         *
         * @param line line of the file on which the row begins, counted from 1
         * @param cells one for each column of the header
         * @throws DataException to stop
         */
        void row(int line, List<String> cells) throws DataException;
    }

    CsvTable(CellSource source, TableRules rules) throws DataException {
        this.source = source;
        this.name = source.name();
        this.rules = rules;
        this.ownHeader = source.header();
        checkHeader();
        this.header = charterNames();
        this.words = header.stream()
                .map(column -> rules.categories().getOrDefault(column, Map.of()))
                .toList();
    }

    /**
     * Opens a file and reads its header.
     *
     * @throws DataException when there is no such file, or no usable header
     */
    public static CsvTable open(Path file) throws DataException {
        return new CsvTable(CsvRows.of(DataFile.of(file)), TableRules.NONE);
    }

    /** A table whose bytes are in memory. */
    public static CsvTable of(String name, byte[] content) throws DataException {
        return new CsvTable(CsvRows.of(DataFile.of(name, content)), TableRules.NONE);
    }

    @Override
    public String name() {
        return name;
    }

    /** Names of the columns as the charter has them, each once. */
    public List<String> header() {
        return header;
    }

    /**
     * Position of a column in every row.
     *
     * @throws DataException when the header does not name it, with the nearest name that it has
     */
    public int column(String column) throws DataException {
        int index = header.indexOf(column);
        if (index < 0) {
            String own = rules.columns().get(column);
            throw missingColumn(
                    own == null ? column : own, own == null ? "" : " for \"" + column + "\" (data.columns)");
        }
        return index;
    }

    /**
     * Position of the column whose rows stay together.
     *
     * @return empty when each row stands for itself
     * @throws DataException when the header does not name it
     */
    public OptionalInt groupColumn() throws DataException {
        String group = rules.group();
        if (group == null) {
            return OptionalInt.empty();
        }
        int index = ownHeader.indexOf(group);
        if (index < 0) {
            throw missingColumn(group, " for data.group");
        }
        return OptionalInt.of(index);
    }

    private DataException missingColumn(String own, String why) {
        if (looksLikeARow()) {
            String remedy = "the first line holds numbers, too: name the columns there if it is a row";
            return new DataException(name, 1, own, "is not in the header" + why, remedy);
        }
        String remedy = Nearest.to(own, ownHeader)
                .map(near -> "did you mean \"" + near + "\"?")
                .orElse("the table has: " + String.join(", ", ownHeader.subList(0, Math.min(20, ownHeader.size()))));
        return new DataException(name, 1, own, "is not in the header" + why, remedy);
    }

    /** Whether the first line may be a row of data, whose cells nobody may see. */
    public boolean looksLikeARow() {
        return ownHeader.stream().anyMatch(Numbers::isNumber);
    }

    /** Counts the rows in a pass over the file. */
    @Override
    public int rows() throws DataException {
        AtomicInteger rows = new AtomicInteger();
        forEachRow((line, cells) -> rows.incrementAndGet());
        return rows.get();
    }

    /** Takes the rows of a table as they stand there. */
    @FunctionalInterface
    public interface OwnRowReader<X extends Exception> {
        /** Takes one row, see {@link RowReader#row}; no name or word is the charter's. */
        void row(int line, List<String> cells) throws DataException, X;
    }

    /** Names of the columns as they stand there, each once. */
    public List<String> ownHeader() {
        return ownHeader;
    }

    /** Reads the table from its first row to its last. */
    public void forEachRow(RowReader reader) throws DataException {
        forEachOwnRow((line, cells) -> reader.row(line, charterWords(cells)));
    }

    /** Reads the table from its first row to its last, as it stands there. */
    public <X extends Exception> void forEachOwnRow(OwnRowReader<X> reader) throws DataException, X {
        source.<X>forEach((line, cells) -> {
            if (cells.size() != ownHeader.size()) {
                String what = "the row has " + cells.size() + " cells, the header " + ownHeader.size();
                throw new DataException(name, line, null, what, "add or remove a separator, or put quotes around it");
            }
            reader.row(line, cells);
        });
    }

    /** Whether a cell that was read says that nobody knows. */
    public static boolean missing(String cell) {
        return cell.isEmpty();
    }

    /** A row in the words of the charter; a missing cell is empty. */
    public List<String> charterWords(List<String> cells) {
        List<String> read = new ArrayList<>(cells.size());
        for (int c = 0; c < cells.size(); c++) {
            String cell = cells.get(c);
            read.add(rules.missing().contains(cell) ? "" : words.get(c).getOrDefault(cell, cell));
        }
        return read;
    }

    private List<String> charterNames() throws DataException {
        if (rules.columns().isEmpty()) {
            return ownHeader;
        }
        Map<String, String> charterNames = new HashMap<>();
        rules.columns().forEach((charter, own) -> charterNames.put(own, charter));
        List<String> names = ownHeader.stream()
                .map(own -> charterNames.getOrDefault(own, own))
                .toList();
        for (String column : names) {
            if (Collections.frequency(names, column) > 1) {
                String what = "is in the header, and data.columns gives its name to another";
                throw new DataException(name, 1, column, what, "rename that column, or correct data.columns");
            }
        }
        return names;
    }

    private void checkHeader() throws DataException {
        Set<String> seen = new HashSet<>();
        for (String column : ownHeader) {
            if (column.isEmpty()) {
                throw new DataException(name, 1, null, "a column has no name", "name every column in the first line");
            }
            if (!seen.add(column)) {
                String what = "is in the header twice";
                String remedy = "rename or remove one of them";
                throw looksLikeARow()
                        ? new DataException(
                                name, 1, null, "a cell of the first line is there twice", "name the columns there")
                        : new DataException(name, 1, column, what, remedy);
            }
        }
        if (ownHeader.stream().allMatch(Numbers::isNumber)) {
            String what = "the first line holds only numbers, so there is no header";
            throw new DataException(name, 1, null, what, "name the columns in the first line");
        }
    }
}
