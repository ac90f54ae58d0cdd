package dev.starling.node.table;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** A file of data, read from its first byte once a pass, unpacked when it begins as gzip does (RFC 1952, 2.3.1). */
final class DataFile {
    private static final int BUFFER = 1 << 16;

    /** Deflate makes at most 258 bytes of two bits (RFC 1951). */
    private static final long MOST_FROM_ONE_BYTE = 1032;

    private final String name;
    private final Source source;
    private final Length length;

    /** Where the bytes come from; opened once a pass. */
    @FunctionalInterface
    private interface Source {
        InputStream open() throws IOException;
    }

    /** How many bytes there are, packed or not. */
    @FunctionalInterface
    private interface Length {
        long bytes() throws IOException;
    }

    private DataFile(String name, Source source, Length length) {
        this.name = name;
        this.source = source;
        this.length = length;
    }

    static DataFile of(Path file) {
        return new DataFile(file.toString(), () -> Files.newInputStream(file), () -> Files.size(file));
    }

    static DataFile of(String name, byte[] content) {
        return new DataFile(name, () -> new ByteArrayInputStream(content), () -> content.length);
    }

    String name() {
        return name;
    }

    /** The bytes, unpacked. */
    InputStream open() throws IOException {
        BufferedInputStream bytes = new BufferedInputStream(source.open(), BUFFER);
        try {
            return gzip(bytes) ? new GZIPInputStream(bytes, BUFFER) : bytes;
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }

    /** The first bytes, unpacked; fewer when the file is shorter. */
    byte[] head(int count) throws DataException {
        try (InputStream bytes = open()) {
            return bytes.readNBytes(count);
        } catch (IOException e) {
            throw unreadable(0, e);
        }
    }

    /** Whether this many bytes can be in the file; for a packed one, whether they could have been packed into it. */
    boolean canHold(long bytes) throws IOException {
        return packed() ? bytes / MOST_FROM_ONE_BYTE <= length.bytes() : bytes == length.bytes();
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

    /**
     * What to say of a file that a pass broke off at.
     *
     * @param line last line that was read, 0 for none
     */
    DataException unreadable(int line, Throwable cause) {
        if (cause instanceof NoSuchFileException) {
            return new DataException(name, 0, null, "there is no such file", "check the path");
        }
        if (cause instanceof CharacterCodingException) {
            return new DataException(name, line + 1, null, "what follows is not UTF-8 text", "save the table as UTF-8");
        }
        String what = "the file cannot be read: " + cause.getMessage();
        return new DataException(name, line, null, what, "check that it is complete and that this user may read it");
    }
}
