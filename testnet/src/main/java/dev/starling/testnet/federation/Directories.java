package dev.starling.testnet.federation;

import dev.starling.node.site.NodeFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Directories that a testnet makes and removes. */
public final class Directories {
    private Directories() {}

    /** Whether a directory holds nothing, or is not there; a file in its place counts as something. */
    public static boolean isFree(Path directory) throws NodeFailure {
        if (!Files.isDirectory(directory)) {
            return !Files.exists(directory);
        }
        try (Stream<Path> content = Files.list(directory)) {
            return content.findAny().isEmpty();
        } catch (IOException e) {
            throw NodeFailure.of(e);
        }
    }

    /** Removes all that is in a directory, if it is there. */
    public static void removeContent(Path directory) throws NodeFailure {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> content = Files.list(directory)) {
            for (Path path : content.toList()) {
                remove(path);
            }
        } catch (IOException e) {
            throw NodeFailure.of(e);
        }
    }

    /** Removes a file, or a directory with all that is in it, if it is there. */
    public static void remove(Path path) throws NodeFailure {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw NodeFailure.of(e);
        }
    }
}
