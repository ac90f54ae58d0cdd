package dev.starling.gossip.encoding;

import java.util.Arrays;

/**
 * Where stochastic rounding gets its chance from: a counter-based generator, so that a value's rounding depends on the
 * seed and on its index alone and the values can be rounded in any order, several at a time. A block of 256 values takes
 * 128 words of 32 bits; value {@code k} of the block rounds with the lower half of word {@code k} and value {@code k +
 * 128} with its upper half, as a uniform whole number below 2<sup>16</sup>. That is as fine as float32 resolves a value
 * near the end of the int8 range, and finer everywhere that matters: what is rounded is off by at most 2<sup>-16</sup> of
 * a step on average. A word is MurmurHash3's 32-bit finaliser (Appleby 2011) of a Weyl counter, with half of the seed in
 * the counter and the other half between the two multiplications; all steps are 32-bit operations that a processor does
 * on many lanes at once.
 */
final class Rounding {
    /** Values that share one scale, and words of two roundings each. */
    static final int BLOCK = 256;

    static final int WORDS = BLOCK / 2;

    /** Bits of one rounding. */
    static final int BITS = 16;

    static final int MASK = (1 << BITS) - 1;
    static final int WEYL = 0x9E3779B9;
    static final int FIRST = 0x85EBCA6B;
    static final int SECOND = 0xC2B2AE35;
    static final int SHIFT_1 = 16;
    static final int SHIFT_2 = 13;
    static final int SHIFT_3 = 16;

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

    /** The counter of a block's first word. */
    int counter(int block) {
        return first + block * WORDS * WEYL;
    }

    /** What goes between the two multiplications. */
    int key() {
        return key;
    }

    /** The words of a block; overwritten by the next call. */
    int[] words(int block) {
        int start = counter(block);
        int[] counters = COUNTERS;
        int[] out = words;
        for (int j = 0; j < WORDS; j++) {
            int h = counters[j] + start;
            h = ((h ^ (h >>> SHIFT_1)) * FIRST) ^ key;
            h = (h ^ (h >>> SHIFT_2)) * SECOND;
            out[j] = h ^ (h >>> SHIFT_3);
        }
        return out;
    }

    /** The counters of a block that begins at 0, for whoever computes the words itself. */
    static int[] counters() {
        return COUNTERS;
    }
}
