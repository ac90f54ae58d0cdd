package dev.starling.gossip.encoding;

/** How the values of a block are written once its scale is known. */
interface Cells {
    /** The largest number that a value may become. */
    int levels();

    /** Bytes that this many values of one block take. */
    int length(int count);

    /** Writes a block's values times {@code inverse}, rounded with the given random numbers. */
    void quantise(Block block, float inverse, Rounding random);

    /** Reads a block's values; false when one of them is a number that {@link #quantise} never writes. */
    boolean dequantise(Block block, float scale);
}
