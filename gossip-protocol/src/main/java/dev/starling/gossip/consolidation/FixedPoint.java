package dev.starling.gossip.consolidation;

/**
 * Real numbers as multiples of {@code 2^-bits} in 64 bits, such that the sum over all participants cannot overflow. A value
 * v becomes the integer nearest to {@code v * 2^bits} (halves to even), which is off by at most {@code 2^-(bits+1)}. With
 * {@code participants * cap * 2^bits <= 2^62}, the sum of any values of magnitude at most {@code cap} stays below 2^63 in
 * magnitude, rounding included. A larger value, an infinity or NaN does not fit, and whoever holds one must not take part.
 *
 * @param bits binary places, -1000 to 1000
 * @param cap largest magnitude of one participant's value, above 0
 */
public record FixedPoint(int bits, double cap) {
    private static final int WORD_BITS = 62;
    private static final int MOST_BITS = 1000;

    public FixedPoint {
        if (Math.abs(bits) > MOST_BITS || !(cap > 0) || Double.isInfinite(cap)) {
            throw new IllegalArgumentException("a grid of 2^-" + bits + " up to " + cap);
        }
    }

    /**
     * The finest grid for so many participants.
     *
     * @param participants at least 1
     * @param cap largest magnitude of one participant's value, 2^-900 to 2^900
     */
    public static FixedPoint of(int participants, double cap) {
        int members = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(participants, 1) - 1);
        int magnitude = Math.getExponent(cap) + 1;
        return new FixedPoint(WORD_BITS - members - magnitude, cap);
    }

    /** Whether a value can be taken without overflow. */
    public boolean fits(double value) {
        return Math.abs(value) <= cap;
    }

    /**
     * The integer of a value.
     *
     * @throws IllegalArgumentException when it does not fit
     */
    public long toWord(double value) {
        if (!fits(value)) {
            throw new IllegalArgumentException("a value beyond the cap of " + cap);
        }
        return (long) Math.rint(Math.scalb(value, bits));
    }

    /** The number that an integer stands for, rounded to double. */
    public double toDouble(long word) {
        return Math.scalb((double) word, -bits);
    }

    /**
     * The integers of a vector.
     *
     * @param values every one must fit
     * @return of the same length
     */
    public long[] toWords(float[] values) {
        long[] words = new long[values.length];
        for (int k = 0; k < words.length; k++) {
            words[k] = toWord(values[k]);
        }
        return words;
    }

    /** How many of the values do not fit. */
    public int misfits(float[] values) {
        int misfits = 0;
        for (float value : values) {
            misfits += fits(value) ? 0 : 1;
        }
        return misfits;
    }

    /**
     * The mean that a sum stands for: exact division of the sum rounded to double, then rounded to float, the same bits on
     * every JVM.
     *
     * @param total sum over the participants, one word a value
     * @param participants how many took part
     */
    public float[] mean(long[] total, int participants) {
        float[] mean = new float[total.length];
        for (int k = 0; k < mean.length; k++) {
            mean[k] = (float) (toDouble(total[k]) / participants);
        }
        return mean;
    }
}
