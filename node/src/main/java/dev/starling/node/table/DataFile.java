package dev.starling.node.table;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file of data, read from its first byte once a pass and never written. Only a regular file is read: a pipe gives one pass. */
final class DataFile {
    private final String name;
    private final Content content;
    private final @Nullable Path path;

    /** Where the bytes come from. */
    interface Content {
        /** The bytes, unpacked; opened once a pass. */
        InputStream open() throws IOException;

        /** Whether so many bytes can be in it; for a packed one, whether they could have been packed into it. */
        boolean canHold(long bytes) throws IOException;
    }

    private DataFile(String name, Content content, @Nullable Path path) {
        this.name = name;
        this.content = content;
        this.path = path;
    }

    static DataFile of(Path file) {
        return new DataFile(file.toString(), new GzipContent(() -> openRegular(file), () -> Files.size(file)), file);
    }

    static DataFile of(String name, byte[] bytes) {
        return new DataFile(name, new GzipContent(() -> new ByteArrayInputStream(bytes), () -> bytes.length), null);
    }

    static DataFile of(String name, Content content) {
        return new DataFile(name, content, null);
    }

    private static InputStream openRegular(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new NotRegular(file);
        }
        return Files.newInputStream(file);
    }

    /** Something that is there and no file. */
    private static final class NotRegular extends FileSystemException {
        private static final long serialVersionUID = 1L;

        NotRegular(Path file) {
            super(file.toString());
        }
    }

    String name() {
        return name;
    }

    /** Where it is, when it is a file of its own. */
    Optional<Path> path() {
        return Optional.ofNullable(path);
    }

    /** The bytes, unpacked. */
    InputStream open() throws IOException {
        return content.open();
    }

    /** The first bytes, unpacked; fewer when the file is shorter. */
    byte[] head(int count) throws DataException {
        try (InputStream bytes = open()) {
            return bytes.readNBytes(count);
        } catch (IOException e) {
            throw unreadable(0, e);
        }
    }

    /** See {@link Content#canHold}. */
    boolean canHold(long bytes) throws IOException {
        return content.canHold(bytes);
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
        if (cause instanceof NotRegular) {
            String remedy = "name a file; a directory, a pipe or a device cannot be read twice";
            return new DataException(name, 0, null, "is not a regular file", remedy);
        }
        if (cause instanceof AccessDeniedException) {
            String remedy = "let the user who runs this read it, or run as one who may";
            return new DataException(name, 0, null, "may not be read by this user", remedy);
        }
        if (cause instanceof CharacterCodingException) {
            return new DataException(name, line + 1, null, "what follows is not UTF-8 text", "save the table as UTF-8");
        }
        String what = "the file cannot be read: " + cause.getMessage();
        return new DataException(name, line, null, what, "check that it is complete and that this user may read it");
    }
}
