package dev.starling.node.parquet;

import blue.strategic.parquet.ParquetReader;
import dev.starling.node.table.CsvTable;
import dev.starling.node.table.DataException;
import dev.starling.node.table.TableFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.parquet.column.ColumnDescriptor;

/** Reads Parquet, one row group at a time. */
public final class ParquetFormat implements TableFormat {
    private static final String MAGIC = "PAR1";

    @Override
    public boolean begins(byte[] head) {
        return new String(head, StandardCharsets.ISO_8859_1).startsWith(MAGIC);
    }

    @Override
    public List<String> header(Path file) throws IOException {
        try {
            return columns(file);
        } catch (RuntimeException e) {
            throw damaged(e);
        }
    }

    private static List<String> columns(Path file) throws IOException {
        List<ColumnDescriptor> columns = ParquetReader.readMetadata(file.toFile())
                .getFileMetaData()
                .getSchema()
                .getColumns();
        for (ColumnDescriptor column : columns) {
            if (column.getPath().length > 1 || column.getMaxRepetitionLevel() > 0) {
                throw new IOException("its column " + column.getPath()[0] + " holds lists or records, not single values");
            }
        }
        return columns.stream().map(column -> column.getPath()[0]).toList();
    }

    @Override
    public <X extends Exception> void forEachRow(Path file, CsvTable.OwnRowReader<X> reader)
            throws IOException, DataException, X {
        Cells cells = new Cells(header(file));
        try (Stream<List<String>> rows = open(file, cells)) {
            Iterator<List<String>> each = rows.iterator();
            int row = 0;
            while (hasNext(each)) {
                reader.row(++row, next(each));
            }
        }
    }

    private static Stream<List<String>> open(Path file, Cells cells) throws IOException {
        try {
            return ParquetReader.streamContent(file.toFile(), cells);
        } catch (RuntimeException e) {
            throw damaged(e);
        }
    }

    private static boolean hasNext(Iterator<List<String>> rows) throws IOException {
        try {
            return rows.hasNext();
        } catch (RuntimeException e) {
            throw damaged(e);
        }
    }

    private static List<String> next(Iterator<List<String>> rows) throws IOException {
        try {
            return rows.next();
        } catch (RuntimeException e) {
            throw damaged(e);
        }
    }

    /** The library's own words might quote a cell. */
    private static IOException damaged(RuntimeException problem) {
        return new IOException(
                "it is damaged, or packed in a way that is not read (" + problem.getClass().getSimpleName() + ")", problem);
    }
}
