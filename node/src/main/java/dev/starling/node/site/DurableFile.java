package dev.starling.node.site;

import dev.starling.crypto.identity.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Small files that appear complete, and survive a power cut once the call returns. */
public final class DurableFile {
    private DurableFile() {}

    /**
     * Writes a new file.
     *
     * @throws FileAlreadyExistsException when the name is taken, even if it was taken while this method ran
     */
    public static void create(Path file, byte[] content) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        Path temporary = temporary(file, content);
        try {
            name(temporary, file);
        } finally {
            Files.deleteIfExists(temporary);
        }
        syncDirectory(file);
    }

    /** Writes a file in one step, in the place of what may have been there. */
    public static void replace(Path file, byte[] content) throws IOException {
        Path temporary = temporary(file, content);
        try {
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
        syncDirectory(file);
    }

    /** Removes a file if there is one. */
    public static void remove(Path file) throws IOException {
        Files.deleteIfExists(file);
        syncDirectory(file);
    }

    private static Path temporary(Path file, byte[] content) throws IOException {
        Path temporary = Files.createTempFile(file.toAbsolutePath().getParent(), "." + file.getFileName(), ".part");
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            ByteBuffer remaining = ByteBuffer.wrap(content);
            while (remaining.hasRemaining()) {
                channel.write(remaining);
            }
            channel.force(true);
            return temporary;
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
    }

    /** A hard link fails when the name is taken, which a rename does not. */
    private static void name(Path temporary, Path file) throws IOException {
        try {
            Files.createLink(file, temporary);
        } catch (UnsupportedOperationException e) {
            Files.move(temporary, file);
        }
    }

    /** Windows cannot open a directory, and needs no such call. */
    private static void syncDirectory(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null && OwnerOnly.isKnown(directory)) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
