package dev.starling.gossip.consolidation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers on the grid, at the cap and beyond it. */
final class FixedPointTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "3, 0.75", "33, 1000", "1000, 1024", "1000, 1023.9999", "32767, 1e12", "7, 1e-9"})
    void theSumOfAllCapsNeverOverflowsAndTheGridIsTheFinestPowerOfTwoButTwo(int n, double cap) {
        FixedPoint grid = FixedPoint.of(n, cap);
        BigInteger all = BigInteger.valueOf(grid.toWord(cap)).multiply(BigInteger.valueOf(n));
        assertThat(all.bitLength()).isBetween(60, 63);
        assertThat(BigInteger.valueOf(grid.toWord(-cap))).isEqualTo(BigInteger.valueOf(-grid.toWord(cap)));
    }

    @Test
    void aValueIsOffByAtMostHalfAStepOfTheGrid() {
        SplittableRandom random = new SplittableRandom(3);
        FixedPoint grid = FixedPoint.of(1000, 1 << 20);
        double half = Math.scalb(1.0, -grid.bits() - 1);
        for (int k = 0; k < 10_000; k++) {
            double value = (2 * random.nextDouble() - 1) * grid.cap() * Math.scalb(1.0, -random.nextInt(40));
            assertThat(Math.abs(grid.toDouble(grid.toWord(value)) - value)).isLessThanOrEqualTo(half);
        }
    }

    @Test
    void whatDoesNotFitIsFoundAndNeverTaken() {
        FixedPoint grid = FixedPoint.of(3, 100);
        float[] values = {100, -100, 100.1f, Float.NaN, Float.NEGATIVE_INFINITY, 0};
        assertThat(grid.misfits(values)).isEqualTo(3);
        assertThatThrownBy(() -> grid.toWords(values)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FixedPoint.of(3, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FixedPoint.of(3, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theMeanOfWordsIsTheMeanOfValues() {
        SplittableRandom random = new SplittableRandom(4);
        int n = 100;
        FixedPoint grid = FixedPoint.of(n, 16);
        long[] total = new long[50];
        double[] expected = new double[50];
        for (int i = 0; i < n; i++) {
            float[] values = new float[50];
            for (int k = 0; k < 50; k++) {
                values[k] = (float) (32 * random.nextDouble() - 16);
                expected[k] += values[k] / (double) n;
            }
            long[] words = grid.toWords(values);
            for (int k = 0; k < 50; k++) {
                total[k] += words[k];
            }
        }
        float[] mean = grid.mean(total, n);
        for (int k = 0; k < 50; k++) {
            assertThat((double) mean[k]).isCloseTo(expected[k], within(1e-6));
        }
    }
}
