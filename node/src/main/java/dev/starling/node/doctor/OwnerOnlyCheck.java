package dev.starling.node.doctor;

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
            if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
                return List.of(Finding.pass(name, file + ": this system has no such permissions"));
            }
            return List.of(
                    OWNER.containsAll(Files.getPosixFilePermissions(file))
                            ? Finding.pass(name, file + " is for its owner only")
                            : Finding.fail(name, file + " may be read or written by others", "chmod 600 " + file));
        } catch (IOException e) {
            return List.of(
                    Finding.fail(name, file + " cannot be looked at (" + e.getMessage() + ")", "check the path"));
        }
    }
}
