package dev.starling.node.quality;

import dev.starling.crypto.identity.OwnerOnly;
import dev.starling.node.finding.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/** What is to be said of the file itself: it is only read here, and it should be nobody else's to change. */
final class FileFindings {
    private static final String CHECK = "file";

    private FileFindings() {}

    static void add(Path file, List<Finding> findings) {
        try {
            if (!Files.isRegularFile(file)) {
                return; // opening it says so
            }
            Set<PosixFilePermission> permissions =
                    OwnerOnly.isKnown(file) ? Files.getPosixFilePermissions(file) : Set.of();
            if (permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
                findings.add(Finding.warn(
                        CHECK,
                        null,
                        file + " may be changed by everybody on this machine ("
                                + PosixFilePermissions.toString(permissions) + ")",
                        "chmod o-w it"));
            } else {
                findings.add(Finding.pass(CHECK, file + " is a regular file, and only read"));
            }
        } catch (IOException e) {
            findings.add(Finding.warn(
                    CHECK, null, "nobody could say who may change " + file, "check the permissions of the file"));
        }
    }
}
