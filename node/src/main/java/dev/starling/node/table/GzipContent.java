package dev.starling.node.table;

import dev.starling.node.array.NpyArchive;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Bytes that are unpacked when they begin as gzip does (RFC 1952, 2.3.1). */
record GzipContent(Source source, Length length) implements DataFile.Content {
    static final int BUFFER = 1 << 16;

    /** The bytes as they are. */
    @FunctionalInterface
    interface Source {
        InputStream open() throws IOException;
    }

    /** How many bytes there are, packed or not. */
    @FunctionalInterface
    interface Length {
        long bytes() throws IOException;
    }

    @Override
    public InputStream open() throws IOException {
        BufferedInputStream bytes = new BufferedInputStream(source.open(), BUFFER);
        try {
            return gzip(bytes) ? new GZIPInputStream(bytes, BUFFER) : bytes;
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }

    @Override
    public boolean canHold(long bytes) throws IOException {
        return packed() ? bytes / NpyArchive.MOST_FROM_ONE_BYTE <= length.bytes() : bytes == length.bytes();
    }

    private boolean packed() throws IOException {
        try (BufferedInputStream bytes = new BufferedInputStream(source.open(), 2)) {
            return gzip(bytes);
        }
    }

    private static boolean gzip(BufferedInputStream bytes) throws IOException {
        bytes.mark(2);
        boolean gzip = bytes.read() == 0x1F && bytes.read() == 0x8B;
        bytes.reset();
        return gzip;
    }
}
