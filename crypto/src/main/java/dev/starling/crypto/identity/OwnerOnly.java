package dev.starling.crypto.identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * Files and directories that are for their owner only from their first instant, on systems that have such permissions; elsewhere
 * they are made as usual. Whether a system has them is asked of the file system, not of the disk: which disk a file is on cannot
 * be told where the mounts are not to be seen, as in a chroot.
 */
public final class OwnerOnly {
    private static final Set<PosixFilePermission> OWNER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private OwnerOnly() {}

    /** Whether files there have permissions for owner, group and others. */
    public static boolean isKnown(Path near) {
        return near.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** What a file is created with beside this path. */
    public static FileAttribute<?>[] file(Path near) {
        return attributes(near, "rw-------");
    }

    /** What a directory is created with beside this path. */
    public static FileAttribute<?>[] directory(Path near) {
        return attributes(near, "rwx------");
    }

    private static FileAttribute<?>[] attributes(Path near, String permissions) {
        return isKnown(near)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /**
     * Whether nobody but its owner has any permission on it; true where there are none to be had.
     *
     * @throws IOException when it cannot be asked
     */
    public static boolean holdsFor(Path file) throws IOException {
        return !isKnown(file) || OWNER.containsAll(Files.getPosixFilePermissions(file));
    }
}
