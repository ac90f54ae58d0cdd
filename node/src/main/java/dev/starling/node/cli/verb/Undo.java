package dev.starling.node.cli.verb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** Files and directories made so far: closing removes them, the last one first, unless all of them were {@link #keep kept}. */
public final class Undo implements AutoCloseable {
    private final Deque<Path> made = new ArrayDeque<>();

    /** Something that makes one file. */
    @FunctionalInterface
    public interface Making {
        void make() throws IOException;
    }

    /** Makes a file or directory and remembers it if that succeeds. */
    public void make(Path path, Making making) throws IOException {
        making.make();
        made.push(path);
    }

    /** What was made stays. */
    public void keep() {
        made.clear();
    }

    @Override
    public void close() throws IOException {
        for (Path path : made) {
            Files.deleteIfExists(path);
        }
    }
}
