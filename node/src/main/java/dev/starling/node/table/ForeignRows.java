package dev.starling.node.table;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Rows that a {@link TableFormat} reads.
 *
 * @param file how problems name it
 * @param path where it is
 * @param format who reads it
 * @param header names of the columns
 */
record ForeignRows(DataFile file, Path path, TableFormat format, List<String> header) implements CellSource {
    ForeignRows {
        header = List.copyOf(header);
    }

    /**
     * Reads the header.
     *
     * @param head the file's first bytes
     * @return empty when no reader for it is there
     */
    static Optional<CellSource> of(DataFile file, byte[] head) throws DataException {
        Path path = file.path().orElse(null);
        TableFormat format = ServiceLoader.load(TableFormat.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(reader -> reader.begins(head))
                .findFirst()
                .orElse(null);
        if (path == null || format == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ForeignRows(file, path, format, format.header(path)));
        } catch (IOException e) {
            throw file.unreadable(0, e);
        }
    }

    @Override
    public String name() {
        return file.name();
    }

    @Override
    public <X extends Exception> void forEach(CsvTable.OwnRowReader<X> reader) throws DataException, X {
        try {
            format.forEachRow(path, reader);
        } catch (IOException e) {
            throw file.unreadable(0, e);
        }
    }
}
