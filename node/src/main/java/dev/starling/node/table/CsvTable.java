package dev.starling.node.table;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.starling.node.config.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A table in CSV (RFC 4180): a header, then one record a row, in UTF-8, plain or gzip (told apart by the first two bytes,
 * not by the name). Fields are separated by commas, or by semicolons or tabs when the header has no comma. White space
 * around a cell is dropped. A cell that is empty or {@code ?} is missing. Rows are streamed, never held.
 */
public final class CsvTable implements Table {
    private static final int MAX_FIELD = 1 << 20;

    private final String name;
    private final DataFile file;
    private final char separator;
    private final List<String> header;

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

    CsvTable(DataFile file) throws DataException {
        this.name = file.name();
        this.file = file;
        List<String> withCommas = readHeader(',');
        char other = withCommas.get(0).indexOf('\t') >= 0 ? '\t' : ';';
        boolean otherSeparator = withCommas.size() == 1 && withCommas.get(0).indexOf(other) >= 0;
        this.separator = otherSeparator ? other : ',';
        this.header = otherSeparator ? readHeader(other) : withCommas;
        checkHeader();
    }

    /**
     * Opens a file and reads its header.
     *
     * @throws DataException when there is no such file, or no usable header
     */
    public static CsvTable open(Path file) throws DataException {
        return new CsvTable(DataFile.of(file));
    }

    /** A table whose bytes are in memory. */
    public static CsvTable of(String name, byte[] content) throws DataException {
        return new CsvTable(DataFile.of(name, content));
    }

    @Override
    public String name() {
        return name;
    }

    /** Names of the columns, each once. */
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
            String remedy = Nearest.to(column, header)
                    .map(near -> "did you mean \"" + near + "\"?")
                    .orElse("the table has: " + String.join(", ", header.subList(0, Math.min(20, header.size()))));
            throw new DataException(name, 1, column, "is not in the header", remedy);
        }
        return index;
    }

    /** Counts the rows in a pass over the file. */
    @Override
    public int rows() throws DataException {
        AtomicInteger rows = new AtomicInteger();
        forEachRow((line, cells) -> rows.incrementAndGet());
        return rows.get();
    }

    /** Reads the table from its first row to its last. */
    public void forEachRow(RowReader reader) throws DataException {
        boolean[] pastHeader = new boolean[1];
        pass(separator, (line, cells) -> {
            if (cells.size() != header.size()) {
                String what = "the row has " + cells.size() + " cells, the header " + header.size();
                throw new DataException(name, line, null, what, "add or remove a separator, or put quotes around it");
            }
            if (pastHeader[0]) {
                reader.row(line, cells);
            }
            pastHeader[0] = true;
            return true;
        });
    }

    /** Whether a cell says that nobody knows. */
    public static boolean missing(String cell) {
        return cell.isEmpty() || cell.equals("?");
    }

    private List<String> readHeader(char separatedBy) throws DataException {
        List<String> first = new ArrayList<>();
        pass(separatedBy, (line, cells) -> {
            first.addAll(cells);
            return false;
        });
        if (first.isEmpty()) {
            throw new DataException(name, 0, null, "the table is empty", "the first line must name the columns");
        }
        if (first.get(0).startsWith("\uFEFF")) {
            first.set(0, first.get(0).substring(1).strip());
        }
        return List.copyOf(first);
    }

    private void checkHeader() throws DataException {
        Set<String> seen = new HashSet<>();
        for (String column : header) {
            if (column.isEmpty()) {
                throw new DataException(name, 1, null, "a column has no name", "name every column in the first line");
            }
            if (!seen.add(column)) {
                throw new DataException(name, 1, column, "is in the header twice", "rename or remove one of them");
            }
        }
        if (header.stream().allMatch(Numbers::isNumber)) {
            String what = "the first line holds only numbers, so there is no header";
            throw new DataException(name, 1, null, what, "name the columns in the first line");
        }
    }

    /** Says whether it wants the next row, too. */
    @FunctionalInterface
    private interface Visitor {
        boolean visit(int line, List<String> cells) throws DataException;
    }

    private void pass(char separatedBy, Visitor visitor) throws DataException {
        int line = 0;
        try (InputStream bytes = file.open();
                InputStreamReader text = new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder());
                CsvReader<CsvRecord> records = CsvReader.builder()
                        .fieldSeparator(separatedBy)
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .maxBufferSize(MAX_FIELD)
                        .ofCsvRecord(text)) {
            for (CsvRecord row : records) {
                line = Math.toIntExact(row.getStartingLineNumber());
                if (!visitor.visit(
                        line, row.getFields().stream().map(String::strip).toList())) {
                    return;
                }
            }
        } catch (CsvParseException e) {
            String what = "what follows is not CSV: " + rootMessage(e);
            throw new DataException(name, line + 1, null, what, "close every quote, and double quotes within quotes");
        } catch (UncheckedIOException e) {
            throw file.unreadable(line, Objects.requireNonNullElse(e.getCause(), e));
        } catch (IOException e) {
            throw file.unreadable(line, e);
        }
    }

    private static String rootMessage(Throwable problem) {
        Throwable cause = problem;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
