package dev.starling.node.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.starling.gossip.Genesis;
import dev.starling.node.data.ClassLabels;
import dev.starling.node.data.Examples;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
    private static final int BATCH = 6;

    @BeforeAll
    static void startNd4j() {
        NativeArithmetic.start();
    }

    private static int[] sizes(String layers) {
        return Arrays.stream(layers.split("-")).mapToInt(Integer::parseInt).toArray();
    }

    /** The loss as the textbook has it, in double and without ND4J. */
    private static double reference(int[] sizes, double[] w, Examples examples) {
        double loss = 0;
        for (int i = 0; i < examples.rows(); i++) {
            double[] a = new double[sizes[0]];
            for (int j = 0; j < a.length; j++) {
                a[j] = examples.features()[i * a.length + j];
            }
            int at = 0;
            for (int l = 0; l + 1 < sizes.length; l++) {
                double[] z = new double[sizes[l + 1]];
                for (int o = 0; o < z.length; o++) {
                    z[o] = w[at + sizes[l] * z.length + o];
                    for (int j = 0; j < a.length; j++) {
                        z[o] += a[j] * w[at + j * z.length + o];
                    }
                    if (l + 2 < sizes.length) {
                        z[o] = Math.max(0, z[o]);
                    }
                }
                at += (sizes[l] + 1) * z.length;
                a = z;
            }
            double sum = 0;
            for (double z : a) {
                sum += Math.exp(z);
            }
            loss += Math.log(sum) - a[((ClassLabels) examples.labels()).numbers()[i]];
        }
        return loss / examples.rows();
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int k = 0; k < values.length; k++) {
            doubles[k] = values[k];
        }
        return doubles;
    }

    @ParameterizedTest
    @ValueSource(strings = {"5-2", "4-3", "4-7-3", "3-6-5-2", "1-1-2"})
    void theGradientIsTheDerivativeOfTheLoss(String layers) {
        int[] sizes = sizes(layers);
        int d = Genesis.dimension(sizes);
        Examples examples = Synthetic.clouds(BATCH, sizes[0], sizes[sizes.length - 1], 21);
        float[] w = Synthetic.vector(d, 0.5, 22);
        float[] gradient;
        double loss;
        try (Network network = new Network(sizes, d, BATCH)) {
            network.load(w);
            loss = network.backward(examples.features(), ((ClassLabels) examples.labels()).numbers());
            gradient = network.gradient();
        }

        double largest = 0;
        double[] shifted = doubles(w);
        assertThat(loss).isCloseTo(reference(sizes, shifted, examples), within(1e-5));
        double h = 1e-6;
        for (int k = 0; k < d; k++) {
            shifted[k] = w[k] + h;
            double above = reference(sizes, shifted, examples);
            shifted[k] = w[k] - h;
            double below = reference(sizes, shifted, examples);
            shifted[k] = w[k];
            largest = Math.max(largest, Math.abs(gradient[k]));
            assertThat((double) gradient[k]).as("parameter %s", k).isCloseTo((above - below) / (2 * h), within(2e-5));
        }
        assertThat(largest).as("a gradient of nothing would prove nothing").isGreaterThan(1e-2);
    }

    @Test
    void largeSumsNeitherOverflowNorLoseTheLoss() {
        int[] sizes = {1, 3};
        try (Network network = new Network(sizes, 6, 1)) {
            network.load(new float[] {3000, 0, -3000, 0, 0, 0});
            float[] logs = network.forward(new float[] {1}).clone();
            double loss = network.backward(new float[] {1}, new int[] {1});

            assertThat(logs).containsExactly(0, -3000, -6000);
            assertThat(loss).isEqualTo(3000);
            assertThat(network.gradient()).containsExactly(1, -1, 0, 1, -1, 0);
        }
    }
}
