package dev.starling.node.doctor;

import dev.starling.crypto.identity.OwnerOnly;
import dev.starling.node.finding.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Whether a secret is readable by its owner only. Elsewhere than on POSIX systems that is not asked.
 *
 * @param name what the file is
 * @param file which exists
 */
public record OwnerOnlyCheck(String name, Path file) implements Check {
    @Override
    public List<Finding> look() {
        try {
            if (!OwnerOnly.isKnown(file)) {
                return List.of(Finding.pass(name, file + ": this system has no such permissions"));
            }
            return List.of(
                    OwnerOnly.holdsFor(file)
                            ? Finding.pass(name, file + " is for its owner only")
                            : Finding.fail(name, file + " may be read or written by others", "chmod 600 " + file));
        } catch (IOException e) {
            // Gone meanwhile: whoever reads it says so.
            return List.of();
        }
    }
}
