package dev.starling.crypto.identity;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Creates a file that is private from its first instant, complete when it appears, and never in place of another. The
 * bytes go to a temporary file beside it, are synced, and then get their name by a hard link, which unlike a rename
 * fails when the name is taken. Where the file system has no hard links, the file is created under its name directly,
 * still without replacing anything; then a crash may leave it incomplete.
 */
final class OwnerOnlyFile {
    private OwnerOnlyFile() {}

    static void requireAbsent(Path file) throws FileAlreadyExistsException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(file.toString(), null, "a key file is never overwritten");
        }
    }

    static void create(Path file, byte[] content) throws IOException {
        Path directory = directoryOf(file);
        Path temporary = Files.createTempFile(directory, ".key-", ".tmp", OwnerOnly.file(directory));
        try {
            restrictByAcl(temporary);
            try (FileChannel channel = FileChannel.open(temporary, WRITE)) {
                writeAll(channel, content);
            }
            if (!link(file, temporary)) {
                createDirectly(file, content);
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
        syncDirectory(directory);
    }

    private static boolean link(Path file, Path temporary) throws IOException {
        try {
            Files.createLink(file, temporary);
            return true;
        } catch (UnsupportedOperationException e) {
            return false;
        } catch (FileAlreadyExistsException e) {
            throw new FileAlreadyExistsException(file.toString(), null, "a key file is never overwritten");
        } catch (FileSystemException e) {
            requireAbsent(file);
            return false;
        }
    }

    static void createDirectly(Path file, byte[] content) throws IOException {
        try (FileChannel reserved = FileChannel.open(file, Set.of(CREATE_NEW, WRITE), OwnerOnly.file(file))) {
            try {
                restrictByAcl(file);
                writeAll(reserved, content);
            } catch (IOException | RuntimeException e) {
                Files.deleteIfExists(file);
                throw e;
            }
        }
    }

    private static void writeAll(FileChannel channel, byte[] content) throws IOException {
        ByteBuffer remaining = ByteBuffer.wrap(content);
        while (remaining.hasRemaining()) {
            channel.write(remaining);
        }
        channel.force(true);
    }

    /** The new name must survive a power cut, too. Windows cannot open a directory, and needs no such call. */
    private static void syncDirectory(Path directory) throws IOException {
        if (OwnerOnly.isKnown(directory)) {
            try (FileChannel channel = FileChannel.open(directory, READ)) {
                channel.force(true);
            }
        }
    }

    private static void restrictByAcl(Path file) throws IOException {
        @Nullable AclFileAttributeView acl = Files.getFileAttributeView(file, AclFileAttributeView.class);
        if (acl != null && !OwnerOnly.isKnown(file)) {
            acl.setAcl(List.of(AclEntry.newBuilder()
                    .setType(AclEntryType.ALLOW)
                    .setPrincipal(acl.getOwner())
                    .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                    .build()));
        }
    }

    private static Path directoryOf(Path file) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new FileSystemException(file.toString(), null, "is not a path a file can have");
        }
        return parent;
    }
}
