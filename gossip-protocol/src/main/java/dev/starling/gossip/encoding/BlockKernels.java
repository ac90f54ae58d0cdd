package dev.starling.gossip.encoding;

/**
 * The inner loops of the encodings. Whatever does them gives the same bits. A value {@code v} is quantised as {@code
 * floor(v * inverse + u)} with {@code u} uniform in [0, 1) in steps of 2<sup>-16</sup>, computed in whole numbers: {@code
 * (((int) (v * inverse * 65536 + bias) + r) >>> 16)} less the bias, with {@code r} from {@link Rounding}. The caller
 * chooses {@code inverse} so that the result is within the range without a clamp, see {@link ScaledBlocks}.
 */
interface BlockKernels {
    /** One in the fixed-point numbers of the quantiser. */
    float ONE = 0x1p16f;

    /** 128 in these numbers: makes every int8 number positive. */
    float INT8_BIAS = 0x1p23f;

    /** 8 in these numbers: makes every int4 number positive. */
    float INT4_BIAS = 0x1p19f;

    /** Magnitudes from these bits on are the largest finite bfloat16, or not finite: they are cut and not rounded. */
    int BFLOAT16_CUT = 0x7f7f0000;

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

    /** The upper halves of {@code bits + r}, little-endian. Reads 4 bytes a value, writes 2. */
    void toBfloat16(Block block, int[] words);

    /** The floats whose upper halves these are. Reads 2 bytes a value, writes 4. */
    void fromBfloat16(Block block);
}
