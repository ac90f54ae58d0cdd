package dev.starling.gossip.encoding;

/**
 * The inner loops of the encodings. Whatever does them gives the same bits. A value {@code v} is quantised as {@code
 * floor(v * inverse + u)} with {@code u} uniform in [0, 1) in steps of 2<sup>-15</sup>, computed in whole numbers: {@code v
 * * inverse} is rounded to the nearest multiple of 2<sup>-15</sup>, the random 15 bits are added and the lower 15 bits cut.
 * Adding {@link #MAGIC} leaves the multiple in the lower bits of a float32, which saves the conversion to a whole number:
 * that is slow on some machines. The caller chooses {@code inverse} so that the result is within the range without a
 * clamp, see {@link ScaledBlocks}.
 */
interface BlockKernels {
    /** One in the fixed-point numbers of the quantiser. */
    float ONE = 1 << Rounding.BITS;

    /** 1.5 * 2<sup>23</sup>: a float32 beyond it counts in ones, as far as 2<sup>22</sup> in either direction. */
    float MAGIC = 0x1.8p23f;

    /** The bits of {@link #MAGIC}. */
    int MAGIC_BITS = 0x4B400000;

    /** Magnitudes from these bits on are the largest finite bfloat16, or not finite: they are cut and not rounded. */
    int BFLOAT16_CUT = 0x7f7f0000;

    /** Bits that bfloat16 lacks. */
    int BFLOAT16_BITS = 16;

    /**
     * {@code into = x - base} for {@code count} values.
     *
     * @param x read from index {@code at} on
     * @param base read from index {@code at} on
     * @param into written from index 0 on
     */
    void difference(float[] x, float[] base, int at, float[] into, int count);

    /** The largest magnitude of the block's values; NaN when one of them is NaN. Reads 4 bytes a value. */
    float largest(Block block);

    /** Quantises a block to one byte a value. Reads 4 bytes a value, writes 1. */
    void toInt8(Block block, float inverse, int[] words);

    /** {@code values = scale * byte}. Reads 1 byte a value, writes 4. */
    void fromInt8(Block block, float scale);

    /**
     * Quantises a block to half a byte a value: byte {@code j} holds value {@code j} in its lower half and value {@code j +
     * ceil(count / 2)} in its upper half, in two's complement. Reads 4 bytes a value, writes half a byte.
     */
    void toInt4(Block block, float inverse, int[] words);

    /** {@code values = scale * half a byte}. Reads half a byte a value, writes 4. */
    void fromInt4(Block block, float scale);

    /** The upper halves of {@code bits + r}, little-endian, {@code r} of 16 bits. Reads 4 bytes a value, writes 2. */
    void toBfloat16(Block block, int[] words);

    /** The floats whose upper halves these are. Reads 2 bytes a value, writes 4. */
    void fromBfloat16(Block block);
}
