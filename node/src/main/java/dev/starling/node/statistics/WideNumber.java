package dev.starling.node.statistics;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * A real number on the grid of 2^-56 in three words of 48 bits, the least significant first; the last one carries the sign. Up
 * to 2^15 such numbers are added word by word without a carry, so the words may be summed under masks. Off by at most 2^-57;
 * magnitudes up to 2^86, about 7e25.
 */
final class WideNumber {
    static final int WORDS = 3;

    private static final int PLACES = 56;
    private static final int WORD_BITS = 48;
    private static final BigDecimal GRID = new BigDecimal(BigInteger.ONE.shiftLeft(PLACES));
    private static final BigInteger LOW = BigInteger.ONE.shiftLeft(WORD_BITS).subtract(BigInteger.ONE);

    private WideNumber() {}

    /** Whether a number has room. */
    static boolean fits(BigDecimal value) {
        return grid(value).bitLength() < WORDS * WORD_BITS;
    }

    /** Puts a number that fits into three words. */
    static void write(BigDecimal value, long[] words, int at) {
        BigInteger rest = grid(value);
        for (int k = 0; k < WORDS - 1; k++) {
            words[at + k] = rest.and(LOW).longValueExact();
            rest = rest.shiftRight(WORD_BITS);
        }
        words[at + WORDS - 1] = rest.longValueExact();
    }

    /** The number that three words, or sums of such words, stand for; exact. */
    static BigDecimal read(long[] words, int at) {
        BigInteger value = BigInteger.ZERO;
        for (int k = WORDS - 1; k >= 0; k--) {
            value = value.shiftLeft(WORD_BITS).add(BigInteger.valueOf(words[at + k]));
        }
        return new BigDecimal(value).divide(GRID);
    }

    private static BigInteger grid(BigDecimal value) {
        return value.multiply(GRID).setScale(0, RoundingMode.HALF_EVEN).toBigIntegerExact();
    }
}
