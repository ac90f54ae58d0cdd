package dev.starling.gossip.encoding;

/**
 * The inner loops of the encodings. Whatever does them gives the same bits. A value {@code v} is quantised as {@code
 * floor(v * inverse + u)} with {@code u} uniform in [0, 1) in steps of 2<sup>-15</sup>. {@code v * inverse} is at most 127,
 * so in {@code v * inverse + 384} the lower bits of the float32 are {@code v * inverse} in steps of 2<sup>-15</sup>, rounded
 * to nearest: 15 random bits are added to them as to a whole number, and the lower 15 bits are cut. That is a conversion to
 * a whole number without the instruction for it, which is slow on some machines. The caller chooses {@code inverse} so that
 * the result is within the range without a clamp, see {@link ScaledBlocks}.
 */
interface BlockKernels {
    /** Where a float32 has {@link #GRAIN_BITS} bits behind the point, as far as 127 in either direction. */
    float MAGIC = 384;

    /** The bits of {@link #MAGIC}; their negative is the offset of the random numbers. */
    int MAGIC_BITS = 0x43C00000;

    /** Bits of a random number of the quantiser. */
    int GRAIN_BITS = 15;

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

    /**
     * The same for one block, and the largest magnitude of its differences; NaN when one of them is NaN. Reads 8 bytes a
     * value.
     */
    float largestDifference(float[] x, float[] base, int at, float[] into, int count);

    /**
     * Quantises a block to one byte a value: value {@code j} below 128 with the lower random number {@code j}, value {@code
     * 128 + j} with the upper. Reads 4 bytes a value, writes 1.
     */
    void toInt8(Block block, float inverse, Rounding random);

    /** {@code values = scale * byte}. Reads 1 byte a value, writes 4. */
    void fromInt8(Block block, float scale);

    /**
     * Quantises a block to half a byte a value: byte {@code j} holds value {@code j} in its lower half and value {@code j +
     * ceil(count / 2)} in its upper half, in two's complement; the random numbers likewise. Reads 4 bytes a value, writes half a byte.
     */
    void toInt4(Block block, float inverse, Rounding random);

    /** {@code values = scale * half a byte}. Reads half a byte a value, writes 4. */
    void fromInt4(Block block, float scale);

    /**
     * The upper halves of {@code bits + r}, little-endian, with random numbers of 16 bits in the order of {@link #toInt8}.
     * Reads 4 bytes a value, writes 2.
     */
    void toBfloat16(Block block, Rounding random);

    /** The floats whose upper halves these are. Reads 2 bytes a value, writes 4. */
    void fromBfloat16(Block block);
}
