package dev.starling.testnet.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Samples against the moments of their laws, within five standard errors: one seed in two million is further off. */
class SamplerTest {

    private static final int DRAWS = 200_000;
    private static final double ERRORS = 5;

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.3, 1, 2.5, 40})
    void gammaVariatesHaveTheirShapeAsMeanAndVariance(double shape) {
        Sampler sampler = new Sampler(7);
        double[] drawn = DoubleStream.generate(() -> Math.exp(sampler.logGamma(shape)))
                .limit(DRAWS)
                .toArray();
        double variance =
                Arrays.stream(drawn).map(g -> (g - shape) * (g - shape)).sum() / DRAWS;
        // The fourth central moment of a gamma law is 3 a^2 + 6 a.
        double errorOfVariance = Math.sqrt((2 * shape * shape + 6 * shape) / DRAWS);
        assertThat(Arrays.stream(drawn).sum() / DRAWS).isCloseTo(shape, within(ERRORS * Math.sqrt(shape / DRAWS)));
        assertThat(variance).isCloseTo(shape, within(ERRORS * errorOfVariance));
    }

    @Test
    void aGammaVariateOfShapeOneIsExponential() {
        Sampler sampler = new Sampler(8);
        double[] drawn = DoubleStream.generate(() -> Math.exp(sampler.logGamma(1)))
                .limit(DRAWS)
                .sorted()
                .toArray();
        double distance = IntStream.range(0, DRAWS)
                .mapToDouble(i -> Math.abs(1 - Math.exp(-drawn[i]) - (i + 0.5) / DRAWS) + 0.5 / DRAWS)
                .max()
                .orElseThrow();
        // Kolmogorov's bound for a level of 10^-6.
        assertThat(distance).isLessThan(2.69 / Math.sqrt(DRAWS));
    }

    @Test
    void aTinyShapeKeepsItsLogarithmsWhereTheVariatesThemselvesAreZero() {
        double shape = 0.001;
        Sampler sampler = new Sampler(9);
        double[] drawn = DoubleStream.generate(() -> sampler.logGamma(shape))
                .limit(DRAWS)
                .toArray();
        // Digamma and trigamma: psi(a) = psi(1 + a) - 1/a, psi(1 + a) = -0.5772 + 1.645 a + ...
        double mean = -0.57722 + 1.645 * shape - 1 / shape;
        double deviation = Math.sqrt(1 / (shape * shape) + 1.645);
        assertThat(Arrays.stream(drawn)).allMatch(Double::isFinite);
        assertThat(Arrays.stream(drawn).sum() / DRAWS).isCloseTo(mean, within(ERRORS * deviation / Math.sqrt(DRAWS)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-6, 0.01, 0.5, 3, 1e6})
    void proportionsAreNumbersWhoseSumIsOne(double concentration) {
        Sampler sampler = new Sampler(10);
        for (int i = 0; i < 1000; i++) {
            double[] drawn = sampler.dirichlet(concentration, 1 + i % 50);
            assertThat(Arrays.stream(drawn)).allMatch(p -> p >= 0 && p <= 1);
            assertThat(Arrays.stream(drawn).sum()).isCloseTo(1, within(1e-12));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.5, 3, 100})
    void aProportionSpreadsAsTheBetaLawSays(double concentration) {
        Beta law = Beta.ofPart(concentration, 8);
        Sampler sampler = new Sampler(11);
        double[] drawn = DoubleStream.generate(() -> sampler.dirichlet(concentration, 8)[3])
                .limit(DRAWS / 10)
                .toArray();
        double mean = Arrays.stream(drawn).sum() / drawn.length;
        double variance = Arrays.stream(drawn)
                        .map(p -> (p - law.mean()) * (p - law.mean()))
                        .sum()
                / drawn.length;
        assertThat(mean).isCloseTo(law.mean(), within(ERRORS * Math.sqrt(law.variance() / drawn.length)));
        assertThat(variance).isCloseTo(law.variance(), within(ERRORS * law.errorOfVariance(drawn.length)));
    }

    @Test
    void everyOrderOfFourIsEquallyLikely() {
        Sampler sampler = new Sampler(12);
        int[] seen = new int[256];
        for (int i = 0; i < DRAWS; i++) {
            int[] order = {0, 1, 2, 3};
            sampler.shuffle(order);
            seen[order[0] << 6 | order[1] << 4 | order[2] << 2 | order[3]]++;
        }
        int[] counts = Arrays.stream(seen).filter(count -> count > 0).toArray();
        double expected = DRAWS / 24.0;
        assertThat(Arrays.stream(counts))
                .hasSize(24)
                .allMatch(count -> Math.abs(count - expected) < ERRORS * Math.sqrt(expected));
    }
}
