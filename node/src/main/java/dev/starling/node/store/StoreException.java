package dev.starling.node.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The state on disk cannot be used or written; the message names the file and the remedy. */
public final class StoreException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Path file;

    private StoreException(Path file, String what, String remedy, @Nullable Exception cause) {
        super("%s: %s; %s".formatted(file, what, remedy), cause);
        this.file = file;
    }

    static StoreException of(Path file, String what, String remedy) {
        return new StoreException(file, what, remedy, null);
    }

    static StoreException damaged(Path file, String what, @Nullable Exception cause) {
        return new StoreException(file, what, "move the state directory away: the node then starts a new life", cause);
    }

    static StoreException foreign(Path file, String what, Exception cause) {
        return new StoreException(
                file,
                what,
                "give the node the data directory that it had in this federation, or move the state directory away: the"
                        + " node then starts a new life",
                cause);
    }

    static StoreException otherVersion(Path file, String found, String known) {
        return new StoreException(
                file,
                "its layout has version " + found + ", and this node reads " + known,
                "run the release that wrote it, or move the state directory away: the node then starts a new life",
                null);
    }

    static StoreException inUse(Path lock) {
        return new StoreException(
                lock,
                "another node runs on this directory",
                "stop it first, or give this node a directory of its own",
                null);
    }

    static StoreException unreadable(Path file, Exception cause) {
        return new StoreException(file, "cannot be read: " + cause, "check that this user may read it", cause);
    }

    static StoreException unwritable(Path file, Exception cause) {
        return new StoreException(
                file,
                "cannot be written: " + cause,
                "check free space and permissions and start the node again; what was durable before is intact",
                cause);
    }

    static StoreException failedBefore(Path file) {
        return new StoreException(
                file, "a write has failed before", "start the node again; what was durable before is intact", null);
    }

    static StoreException restless(Path file) {
        return new StoreException(file, "changes faster than it can be read", "try again", null);
    }

    /** The file it is about. */
    public Path file() {
        return file;
    }
}
