package dev.starling.node.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that stands in the state directory while the node is to rest, so that a pause outlives the process: a node that
 * starts where one stands rests at once. Safe on any thread.
 *
 * @param file the mark; its directory exists once the node has taken hold of its state
 */
public record PauseMark(Path file) {
    private static final String CONTENT = "This node rests. `starling resume` goes on and removes this file.\n";

    /** True when a pause was asked for and not taken back. */
    public boolean isSet() {
        return Files.exists(file);
    }

    /** Durable on return. */
    public void set() throws IOException {
        DurableFile.replace(file, CONTENT.getBytes(StandardCharsets.UTF_8));
    }

    /** The mark is gone for good on return. */
    public void clear() throws IOException {
        DurableFile.remove(file);
    }
}
