package dev.starling.gossip.encoding;

/**
 * Reads the differences of one body front to back, a chunk at a time, so that whoever computes with several bodies holds
 * a few kilobytes of each and never a whole vector.
 */
public interface DeltaReader {
    /** Values of a chunk: whole blocks of every encoding, and a few arrays of it fit into the first-level cache. */
    int CHUNK = 1024;

    /**
     * Reads the next values. Calls before the last one ask for {@link #CHUNK} values each.
     *
     * @param into receives the values from index 0 on
     * @param count how many, at most {@link #CHUNK}
     * @return false when among them is something that no encoder writes; a value that is not finite may be such, and is
     *     otherwise given as it is
     */
    boolean next(float[] into, int count);
}
