package dev.starling.testnet.dataset;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.starling.node.table.CsvTable;
import dev.starling.node.table.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tables of text with one header. A share is a table with the same header, and its cells are the source's. */
record CsvTables(List<CsvTable> tables, String label) implements TableSet {
    private static final ShareFiles FILES = new ShareFiles("rows.csv", Optional.empty());

    CsvTables {
        tables = List.copyOf(tables);
    }

    @Override
    public List<Integer> sizes() throws DataException {
        List<Integer> sizes = new ArrayList<>();
        for (CsvTable table : tables) {
            int[] rows = new int[1];
            table.forEachRow((line, cells) -> rows[0]++);
            sizes.add(rows[0]);
        }
        return sizes;
    }

    @Override
    public List<String> labels() throws DataException {
        return column(label).stream()
                .map(cell -> CsvTable.missing(cell) ? "" : cell)
                .toList();
    }

    @Override
    public List<String> column(String name) throws DataException {
        List<String> cells = new ArrayList<>();
        for (CsvTable table : tables) {
            int position = table.column(name);
            table.forEachRow((line, row) -> cells.add(row.get(position)));
        }
        return cells;
    }

    @Override
    public ShareFiles write(int[] owners, List<Path> directories) throws DataException, IOException {
        List<CsvWriter> writers = new ArrayList<>();
        try {
            for (Path directory : directories) {
                CsvWriter writer =
                        CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(directory.resolve(FILES.table()));
                writers.add(writer);
                writer.writeRecord(tables.get(0).header());
            }
            int[] row = new int[1];
            for (CsvTable table : tables) {
                table.forEachRow((line, cells) -> {
                    int owner = owners[row[0]++];
                    if (owner >= 0) {
                        writers.get(owner).writeRecord(cells);
                    }
                });
            }
            return FILES;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            for (CsvWriter writer : writers) {
                writer.close();
            }
        }
    }
}
