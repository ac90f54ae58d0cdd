package dev.starling.node.model;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes a file so that it appears complete or not at all: content goes to a temporary file beside it, is forced to the
 * disk, and only then gets its name. Without leave to replace, the name is given by a hard link, which fails when
 * somebody else was faster.
 */
public final class WholeFile {
    private static final int BUFFER = 1 << 16;

    private WholeFile() {}

    /** What the file holds. */
    @FunctionalInterface
    public interface Content<X extends Exception> {
        void writeTo(OutputStream out) throws IOException, X;
    }

    /**
     * Writes the file.
     *
     * @param replace whether another file may lose its place
     * @throws FileAlreadyExistsException when the name is taken and may not be replaced
     */
    public static <X extends Exception> void write(Path file, boolean replace, Content<X> content)
            throws IOException, X {
        if (!replace && Files.exists(file)) {
            throw taken(file);
        }
        Path directory = file.toAbsolutePath().getParent();
        Path temporary = Files.createTempFile(directory, "." + file.getFileName(), ".part");
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
                content.writeTo(out);
                out.flush();
                channel.force(true);
            }
            if (replace) {
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } else {
                name(temporary, file);
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void name(Path temporary, Path file) throws IOException {
        try {
            Files.createLink(file, temporary);
        } catch (UnsupportedOperationException e) {
            Files.move(temporary, file);
        } catch (FileAlreadyExistsException e) {
            throw taken(file);
        }
    }

    static FileAlreadyExistsException taken(Path file) {
        return new FileAlreadyExistsException(file.toString(), null, "choose another name, or ask to replace it");
    }
}
