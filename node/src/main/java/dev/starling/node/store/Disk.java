package dev.starling.node.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The files of one directory, by name, with nothing durable that was not forced: contents by {@link Output#force}, names
 * by {@link #forceNames}.
 */
interface Disk {

    /** A file that is written at its end. */
    interface Output extends Closeable {
        /** Takes so many bytes of an array from {@code from} on. */
        void write(byte[] bytes, int from, int length) throws IOException;

        /** Returns when everything written is durable. */
        void force() throws IOException;
    }

    /** A file that is read from its beginning. */
    interface Input extends Closeable {
        long length() throws IOException;

        /** Goes on from this offset. */
        void position(long offset) throws IOException;

        /**
         * Reads exactly {@code length} bytes to {@code into} from {@code offset} on.
         *
         * @throws java.io.EOFException when there are fewer left
         */
        void read(byte[] into, int offset, int length) throws IOException;
    }

    /** Starts a file anew, in place of any that has the name. */
    Output create(String name) throws IOException;

    /** Cuts a file to its first {@code length} bytes and goes on from there. */
    Output continueAt(String name, long length) throws IOException;

    /** Reads a file, also when its name is given to another meanwhile; empty when there is none. */
    Optional<Input> open(String name) throws IOException;

    List<String> names() throws IOException;

    /** Atomically, in place of any file that has the new name. */
    void rename(String from, String to) throws IOException;

    /** Does nothing when there is no such file. */
    void delete(String name) throws IOException;

    /** Returns when all creations, renames and deletions so far are durable. */
    void forceNames() throws IOException;

    /** Where a file lies, for messages. */
    Path path(String name);
}
