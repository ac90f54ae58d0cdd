package dev.starling.node.table;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * CSV (RFC 4180): a header, then one record a row, in UTF-8, plain or gzip (told apart by the first two bytes, not by the
 * name). Fields are separated by commas, or by semicolons or tabs when the header has no comma. White space around a cell is
 * dropped.
 *
 * @param file where it is
 * @param separator of the fields
 * @param header the first record
 */
record CsvRows(DataFile file, char separator, List<String> header) implements CellSource {
    private static final int MAX_FIELD = 1 << 20;

    CsvRows {
        header = List.copyOf(header);
    }

    /** Reads the header. */
    static CsvRows of(DataFile file) throws DataException {
        List<String> withCommas = readHeader(file, ',');
        char other = withCommas.get(0).indexOf('\t') >= 0 ? '\t' : ';';
        boolean otherSeparator = withCommas.size() == 1 && withCommas.get(0).indexOf(other) >= 0;
        return otherSeparator ? new CsvRows(file, other, readHeader(file, other)) : new CsvRows(file, ',', withCommas);
    }

    @Override
    public String name() {
        return file.name();
    }

    @Override
    public <X extends Exception> void forEach(CsvTable.OwnRowReader<X> reader) throws DataException, X {
        boolean[] pastHeader = new boolean[1];
        CsvRows.<X>pass(file, separator, (line, cells) -> {
            if (pastHeader[0]) {
                reader.row(line, cells);
            }
            pastHeader[0] = true;
            return true;
        });
    }

    private static List<String> readHeader(DataFile file, char separatedBy) throws DataException {
        List<String> first = new ArrayList<>();
        pass(file, separatedBy, (line, cells) -> {
            first.addAll(cells);
            return false;
        });
        if (first.isEmpty()) {
            throw new DataException(file.name(), 0, null, "the table is empty", "the first line must name the columns");
        }
        if (first.get(0).startsWith("\uFEFF")) {
            first.set(0, first.get(0).substring(1).strip());
        }
        return List.copyOf(first);
    }

    /** Says whether it wants the next row, too. */
    @FunctionalInterface
    private interface Visitor<X extends Exception> {
        boolean visit(int line, List<String> cells) throws DataException, X;
    }

    private static <X extends Exception> void pass(DataFile file, char separatedBy, Visitor<X> visitor)
            throws DataException, X {
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
            throw new DataException(
                    file.name(), line + 1, null, what, "close every quote, and double quotes within quotes");
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
