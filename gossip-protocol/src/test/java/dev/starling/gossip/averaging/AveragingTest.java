package dev.starling.gossip.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The arithmetic of the exchange against plain computations in double. */
final class AveragingTest {
    private static final int D = 1000;

    private static float[] random(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] x = new float[D];
        for (int k = 0; k < D; k++) {
            x[k] = (float) random.nextGaussian();
        }
        return x;
    }

    @Test
    void theHigherEndLosesToTheBitWhatTheLowerGains() {
        for (long seed = 0; seed < 50; seed++) {
            float[] zi = random(3 * seed);
            float[] zj = random(3 * seed + 1);
            float weight = Flow.weight((int) seed % 9, 7);
            float[] gained = new float[D];
            float[] lost = new float[D];
            Flow.addTo(gained, weight, zi, zj);
            Flow.subtractFrom(lost, weight, zi, zj);
            float[] flow = Flow.of(weight, zi, zj);
            for (int k = 0; k < D; k++) {
                assertThat(gained[k]).isEqualTo(flow[k]);
                assertThat(Float.floatToIntBits(0f - lost[k])).isEqualTo(Float.floatToIntBits(0f + flow[k]));
            }
            float[] x = random(3 * seed + 2);
            float[] lower = x.clone();
            float[] higher = x.clone();
            Flow.addTo(lower, weight, zi, zj);
            Flow.subtractFrom(higher, weight, zi, zj);
            for (int k = 0; k < D; k++) {
                assertThat(lower[k]).isEqualTo(x[k] + flow[k]);
                assertThat(higher[k]).isEqualTo(x[k] - flow[k]);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 0.5", "0, 0, 1.0", "3, 1, 0.25", "1, 3, 0.25", "7, 7, 0.125"})
    void theWeightIsOneOverOnePlusTheLargerDegreeWhicheverEndAsks(int i, int j, float weight) {
        assertThat(Flow.weight(i, j)).isEqualTo(weight).isEqualTo(Flow.weight(j, i));
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "5", "20"})
    void anExchangeOfFreshSnapshotsLowersTheSquaredDisagreementAsTheorySays(int degree) {
        int n = 5;
        float[][] x = new float[n][];
        for (int m = 0; m < n; m++) {
            x[m] = random(100 + m);
        }
        double before = squaredDisagreement(x);
        float[] zi = x[1].clone();
        float[] zj = x[3].clone();
        double squaredDifference = 0;
        for (int k = 0; k < D; k++) {
            squaredDifference += Math.pow((double) zi[k] - zj[k], 2);
        }
        float weight = Flow.weight(degree, degree);
        Flow.addTo(x[1], weight, zi, zj);
        Flow.subtractFrom(x[3], weight, zi, zj);
        double lowered = before - squaredDisagreement(x);
        assertThat(lowered)
                .isCloseTo(MixingMath.loweredBy(weight, squaredDifference), within(1e-6 * squaredDifference));
    }

    private static double squaredDisagreement(float[][] x) {
        double sum = 0;
        for (int k = 0; k < D; k++) {
            double mean = 0;
            for (float[] member : x) {
                mean += member[k] / (double) x.length;
            }
            for (float[] member : x) {
                sum += Math.pow(member[k] - mean, 2);
            }
        }
        return sum;
    }

    @Test
    void swappingEverythingWithEveryoneIsExactAgreement() {
        assertThat(MixingMath.expectedContraction(10, 9)).isZero();
        assertThat(MixingMath.expectedMatchingContraction(2)).isZero();
        assertThat(MixingMath.expectedContraction(1001, 1)).isCloseTo(0.4995, within(1e-9));
        assertThat(MixingMath.expectedMatchingContraction(1000)).isCloseTo(998.0 / 1998, within(1e-12));
    }

    @Test
    void aSimulatedMatchingContractsAsExpected() {
        int n = 10;
        SplittableRandom random = new SplittableRandom(5);
        double ratio = 0;
        int trials = 4000;
        for (int t = 0; t < trials; t++) {
            double[] x = random.doubles(n).toArray();
            double before = spread(x);
            int[] order = java.util.stream.IntStream.range(0, n).toArray();
            for (int k = n - 1; k > 0; k--) {
                int other = random.nextInt(k + 1);
                int swap = order[k];
                order[k] = order[other];
                order[other] = swap;
            }
            for (int k = 0; k < n; k += 2) {
                double mean = (x[order[k]] + x[order[k + 1]]) / 2;
                x[order[k]] = mean;
                x[order[k + 1]] = mean;
            }
            ratio += spread(x) / before / trials;
        }
        assertThat(ratio).isCloseTo(MixingMath.expectedMatchingContraction(n), within(0.01));
    }

    private static double spread(double[] x) {
        double mean = java.util.Arrays.stream(x).average().orElseThrow();
        return java.util.Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum();
    }

    @Test
    void theOuterStepFollowsAHandComputation() {
        float[] x = {1f, 2f};
        float[] v = {0f, 0.5f};
        OuterStep.apply(x, v, new float[] {0.25f, -1f}, 0.5f, 2f);
        // v = 0.5 v + d; x += 2 (d + 0.5 v)
        assertThat(v).containsExactly(0.25f, -0.75f);
        assertThat(x).containsExactly(1f + 2 * (0.25f + 0.125f), 2f + 2 * (-1f - 0.375f));
        OuterStep.apply(x, v, new float[] {0f, 0f}, 0.5f, 1f);
        assertThat(v).containsExactly(0.125f, -0.375f);
        assertThat(x).containsExactly(1.75f + 0.0625f, -0.75f - 0.1875f);
    }

    @Test
    void withoutMomentumTheOuterStepAddsTheDisplacementTimesTheShare() {
        float[] x = random(1);
        float[] d = random(2);
        float[] expected = new float[D];
        for (int k = 0; k < D; k++) {
            expected[k] = x[k] + 0.5f * d[k];
        }
        float[] v = new float[D];
        OuterStep.apply(x, v, d, 0f, 0.5f);
        assertThat(x).isEqualTo(expected);
        assertThat(v).isEqualTo(d);
    }

    @ParameterizedTest
    @CsvSource({
        "100, 100, 1.0",
        "50, 100, 0.5",
        "300, 100, 3.0",
        "1, 100, 0.25",
        "24, 100, 0.25",
        "401, 100, 4.0",
        "1000000, 1, 4.0"
    })
    void theShareIsRowsOverMeanRowsBetweenAQuarterAndFour(int rows, double mean, float share) {
        assertThat(OuterStep.share(rows, mean)).isEqualTo(share);
    }

    @Test
    void overAFullMeshTheDisagreementsAverageToTheRootMeanSquareDistanceFromTheMean() {
        float[][] all = {random(10), random(11), random(12), random(13)};
        double squares = 0;
        for (float[] own : all) {
            Disagreement disagreement = new Disagreement();
            assertThat(disagreement.relativeTo(1)).isNaN();
            for (float[] other : all) {
                if (other != own) {
                    disagreement.add(SumOfSquares.ofDifference(other, own));
                }
            }
            assertThat(disagreement.others()).isEqualTo(3);
            squares += Math.pow(disagreement.relativeTo(1), 2) / all.length;
            disagreement.clear();
            assertThat(disagreement.others()).isZero();
            assertThat(disagreement.relativeTo(1)).isNaN();
        }
        double direct = squaredDisagreement(all) / all.length;
        assertThat(squares).isCloseTo(direct, within(1e-5 * direct));
    }

    @Test
    void aDisagreementOfAHundredthOfAMillionthIsStillMeasured() {
        float[] own = new float[D];
        float[] other = new float[D];
        for (int k = 0; k < D; k++) {
            own[k] = 1f;
            other[k] = k == 0 ? Math.nextUp(1f) : 1f;
        }
        Disagreement disagreement = new Disagreement();
        disagreement.add(SumOfSquares.ofDifference(other, own));
        double difference = Math.nextUp(1f) - 1f;
        assertThat(disagreement.relativeTo(Math.sqrt(SumOfSquares.of(own))))
                .isCloseTo(difference / 2 / Math.sqrt(D), within(1e-6 * difference));
    }

    @Test
    void atTheOriginEqualMembersAgreeAndOthersInfinitelyDisagree() {
        Disagreement disagreement = new Disagreement();
        disagreement.add(0);
        assertThat(disagreement.relativeTo(0)).isZero();
        disagreement.clear();
        disagreement.add(4);
        assertThat(disagreement.relativeTo(0)).isInfinite();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 1000, 1023, 1024, 1025, 200_000})
    void aSumOfSquaresIsCloseToTheOneInDouble(int d) {
        SplittableRandom random = new SplittableRandom(d);
        float[] a = new float[d];
        float[] b = new float[d];
        double norm = 0;
        double distance = 0;
        for (int k = 0; k < d; k++) {
            a[k] = (float) random.nextGaussian();
            b[k] = (float) random.nextGaussian();
            norm += (double) a[k] * a[k];
            distance += Math.pow((double) a[k] - b[k], 2);
        }
        assertThat(SumOfSquares.of(a)).isCloseTo(norm, within(1e-5 * norm));
        assertThat(SumOfSquares.ofDifference(a, b)).isCloseTo(distance, within(1e-5 * distance));
    }

    @Test
    void aSumOfSquaresWithAValueThatIsNotFiniteIsNotFinite() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1e20f}) {
            float[] x = random(1);
            x[D / 2] = bad;
            assertThat(SumOfSquares.of(x)).isNotFinite();
        }
    }

    @Test
    void clippingWithinTheRadiusIsTheFlowToTheBitAndBeyondItAddsAVectorOfTheRadius() {
        for (long seed = 0; seed < 20; seed++) {
            float[] x = random(3 * seed);
            float[] own = random(3 * seed + 1);
            float[] other = random(3 * seed + 2);
            double distance = Math.sqrt(SumOfSquares.ofDifference(other, own));
            float[] flow = x.clone();
            Flow.addTo(flow, 0.25f, own, other);
            for (double tau : new double[] {distance, 2 * distance, Double.POSITIVE_INFINITY}) {
                float[] clipped = x.clone();
                Flow.addClipped(clipped, 0.25f, own, other, tau);
                assertThat(clipped).isEqualTo(flow);
            }
            float[] clipped = x.clone();
            Flow.addClipped(clipped, 0.25f, own, other, distance / 3);
            assertThat(Math.sqrt(SumOfSquares.ofDifference(clipped, x)))
                    .isCloseTo(0.25 * distance / 3, within(1e-5 * distance));
            float[] still = x.clone();
            Flow.addClipped(still, 0.25f, own, other, 0);
            assertThat(still).isEqualTo(x);
        }
    }
}
