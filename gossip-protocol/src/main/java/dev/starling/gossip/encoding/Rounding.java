package dev.starling.gossip.encoding;

import java.util.Arrays;

/**
 * Where stochastic rounding gets its chance from: a counter-based generator, so that a value's rounding depends on the
 * seed and on its index alone and many values can be rounded at a time. A block of 256 values takes 128 words of 32 bits;
 * each gives two whole numbers, one from its lower and one from its upper bits. A word is MurmurHash3's 32-bit finaliser
 * (Appleby 2011) of a Weyl counter, with half of the seed in the counter and the other half between the two
 * multiplications; all of it are 32-bit operations that a processor does on many lanes at once.
 */
final class Rounding {
    /** Values that share one scale. */
    static final int BLOCK = 256;

    /** Words of a block. */
    static final int WORDS = BLOCK / 2;

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

    private final int[] lower = new int[WORDS];
    private final int[] upper = new int[WORDS];
    private final int first;
    private final int key;
    private final int mask;
    private final int shift;
    private final int offset;

    /**
     * @param seed another seed gives other numbers throughout
     * @param bits of a number, at most 16
     * @param offset added to every number
     */
    Rounding(long seed, int bits, int offset) {
        long z = (seed ^ (seed >>> 30)) * MIX_1;
        z = (z ^ (z >>> 27)) * MIX_2;
        z ^= z >>> 31;
        this.first = (int) z;
        this.key = (int) (z >>> 32);
        this.mask = (1 << bits) - 1;
        this.shift = Integer.SIZE - bits;
        this.offset = offset;
    }

    /** Draws the numbers of a block. */
    void draw(int block) {
        int start = first + block * WORDS * WEYL;
        int[] counters = COUNTERS;
        int[] low = lower;
        int[] high = upper;
        for (int j = 0; j < WORDS; j++) {
            int h = counters[j] + start;
            h = ((h ^ (h >>> SHIFT)) * FIRST) ^ key;
            h = (h ^ (h >>> INNER_SHIFT)) * SECOND;
            h = h ^ (h >>> SHIFT);
            low[j] = (h & mask) + offset;
            high[j] = (h >>> shift) + offset;
        }
    }

    /** The numbers from the lower bits of the words, as last drawn. */
    int[] lower() {
        return lower;
    }

    /** The numbers from the upper bits of the words, as last drawn. */
    int[] upper() {
        return upper;
    }
}
