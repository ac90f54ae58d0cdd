package dev.starling.node.doctor;

import dev.starling.node.finding.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Whether a secret is readable by its owner only. Elsewhere than on POSIX systems that is not asked.
 *
 * @param name what the file is
 * @param file which exists
 */
public record OwnerOnlyCheck(String name, Path file) implements Check {
    private static final Set<PosixFilePermission> OWNER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    @Override
    public List<Finding> look() {
        try {
            if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                return List.of(Finding.pass(name, file + ": this system has no such permissions"));
            }
            return List.of(
                    OWNER.containsAll(Files.getPosixFilePermissions(file))
                            ? Finding.pass(name, file + " is for its owner only")
                            : Finding.fail(name, file + " may be read or written by others", "chmod 600 " + file));
        } catch (IOException e) {
            // Gone meanwhile: whoever reads it says so.
            return List.of();
        }
    }
}
