package dev.starling.gossip.encoding;

import java.util.Arrays;

/**
 * Where stochastic rounding gets its chance from: a counter-based generator, so that a value's rounding depends on the
 * seed and on its index alone and many values can be rounded at a time. A block of 256 values takes 128 words of 32 bits;
 * value {@code k} of the block rounds with the lower half of word {@code k} and value {@code k + 128} with its upper half.
 * A word is MurmurHash3's 32-bit finaliser (Appleby 2011) of a Weyl counter, with half of the seed in the counter and the
 * other half between the two multiplications; all of it are 32-bit operations that a processor does on many lanes at once,
 * and one word serves two values.
 */
final class Rounding {
    /** Values that share one scale, and words of two roundings each. */
    static final int BLOCK = 256;

    static final int WORDS = BLOCK / 2;

    /** Bits of a quantiser's rounding: what a float32 near the end of the int8 range has behind the point, and a bit less. */
    static final int BITS = 15;

    static final int MASK = (1 << BITS) - 1;

    /** Shift that leaves the upper {@link #BITS} bits of a word. */
    static final int UPPER = Integer.SIZE - BITS;

    private static final int WEYL = 0x9E3779B9;
    private static final int FIRST = 0x85EBCA6B;
    private static final int SECOND = 0xC2B2AE35;
    private static final int SHIFT = 16;
    private static final int INNER_SHIFT = 13;

    private static final long MIX_1 = 0xBF58476D1CE4E5B9L;
    private static final long MIX_2 = 0x94D049BB133111EBL;

    /** The counters of a block's words, from 0: multiples of {@link #WEYL}. */
    private static final int[] COUNTERS = new int[WORDS];

    static {
        Arrays.setAll(COUNTERS, j -> j * WEYL);
    }

    private final int[] words = new int[WORDS];
    private final int first;
    private final int key;

    /** @param seed another seed gives other words throughout */
    Rounding(long seed) {
        long z = (seed ^ (seed >>> 30)) * MIX_1;
        z = (z ^ (z >>> 27)) * MIX_2;
        z ^= z >>> 31;
        first = (int) z;
        key = (int) (z >>> 32);
    }

    /** The words of a block; overwritten by the next call. */
    int[] words(int block) {
        int start = first + block * WORDS * WEYL;
        int[] counters = COUNTERS;
        int[] out = words;
        for (int j = 0; j < WORDS; j++) {
            int h = counters[j] + start;
            h = ((h ^ (h >>> SHIFT)) * FIRST) ^ key;
            h = (h ^ (h >>> INNER_SHIFT)) * SECOND;
            out[j] = h ^ (h >>> SHIFT);
        }
        return out;
    }
}
