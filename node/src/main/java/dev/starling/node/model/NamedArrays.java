package dev.starling.node.model;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A file of named arrays of float32. What it says of itself is believed only as far as it was checked. */
interface NamedArrays {
    /** Largest text, in bytes, that is read before anything about the arrays is known. */
    int MOST_HEADER = 1 << 24;

    /** Extents of each array, the slowest first. */
    Map<String, List<Integer>> shapes();

    /** The JSON text of the card that came along. */
    Optional<String> card() throws IOException;

    /**
     * The values of an array, little-endian, row-major, nothing before them; the caller closes it.
     *
     * @param name one of {@link #shapes}
     */
    InputStream values(String name) throws IOException;

    /** A file that is not what its name says. */
    final class Malformed extends IOException {
        private static final long serialVersionUID = 1L;

        Malformed(String what) {
            super(what);
        }
    }
}
