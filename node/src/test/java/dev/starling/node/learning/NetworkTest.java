package dev.starling.node.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.starling.gossip.Genesis;
import dev.starling.node.data.ClassLabels;
import dev.starling.node.data.Examples;
import dev.starling.node.data.Labels;
import dev.starling.node.data.Quantities;
import java.util.Arrays;
import java.util.List;
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

    private static LearnerSettings settings(String layers, double proximal, Head head) {
        int[] sizes = sizes(layers);
        return new LearnerSettings(Arrays.stream(sizes).boxed().toList(), BATCH, proximal, head);
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
            loss += loss(a, examples.labels(), i);
        }
        return loss / examples.rows();
    }

    private static double loss(double[] sums, Labels labels, int row) {
        if (labels instanceof Quantities numbers) {
            double error = sums[0] - numbers.values()[row];
            return error * error / 2;
        }
        double sum = 0;
        for (double z : sums) {
            sum += Math.exp(z);
        }
        return Math.log(sum) - sums[((ClassLabels) labels).numbers()[row]];
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int k = 0; k < values.length; k++) {
            doubles[k] = values[k];
        }
        return doubles;
    }

    /** What one step at rate 1 takes away. */
    private static float[] gradient(Network network, float[] w) {
        network.descend(1);
        float[] gradient = network.parameters();
        for (int k = 0; k < w.length; k++) {
            gradient[k] = w[k] - gradient[k];
        }
        return gradient;
    }

    @ParameterizedTest
    @ValueSource(strings = {"5-2", "4-3", "4-7-3", "3-6-5-2", "3-6-5-4-2", "1-1-2"})
    void theGradientOfAClassifierIsTheDerivativeOfTheLoss(String layers) {
        int[] sizes = sizes(layers);
        Examples examples = Synthetic.clouds(BATCH, sizes[0], sizes[sizes.length - 1], 21);

        assertDerivative(settings(layers, 0, new Head.Classifier()), examples);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5-1", "1-1", "4-7-1", "3-6-5-1", "3-6-5-4-1"})
    void theGradientOfARegressionIsTheDerivativeOfHalfTheMeanSquaredError(String layers) {
        Examples examples = Synthetic.line(BATCH, Synthetic.vector(sizes(layers)[0] + 1, 1, 23), 0.5, 21);

        assertDerivative(settings(layers, 0, new Head.Regressor(3)), examples);
    }

    private static void assertDerivative(LearnerSettings settings, Examples examples) {
        int[] sizes = settings.layerSizes();
        int d = Genesis.dimension(sizes);
        float[] w = Synthetic.vector(d, 0.5, 22);
        float[] gradient;
        double loss;
        try (Network network = new Network(settings)) {
            network.start(w);
            loss = network.backward(examples.features(), examples.labels());
            gradient = gradient(network, w);
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
    void theProximalTermPullsTowardsTheStartAndOnlyThere() {
        float[] start = Synthetic.vector(10, 0.5, 24);
        Examples examples = Synthetic.clouds(BATCH, 4, 2, 25);
        double rate = 0.25;
        double mu = 0.5;
        try (Network free = new Network(settings("4-2", 0, new Head.Classifier()));
                Network pulled = new Network(settings("4-2", mu, new Head.Classifier()))) {
            pulled.start(start);
            pulled.backward(examples.features(), examples.labels());
            pulled.descend(rate);
            float[] before = pulled.parameters();
            pulled.backward(examples.features(), examples.labels());
            pulled.descend(rate);
            free.load(before);
            free.backward(examples.features(), examples.labels());
            free.descend(rate);

            float[] without = free.parameters();
            float[] with = pulled.parameters();
            for (int k = 0; k < start.length; k++) {
                double pull = rate * mu * (before[k] - start[k]);
                assertThat((double) with[k]).isCloseTo(without[k] - pull, within(1e-6));
            }
        }
    }

    @Test
    void largeSumsNeitherOverflowNorLoseTheLoss() {
        LearnerSettings settings = new LearnerSettings(List.of(1, 3), 1, 0, new Head.Classifier());
        float[] w = {3000, 0, -3000, 0, 0, 0};
        try (Network network = new Network(settings)) {
            network.load(w);
            float[] logs = network.forward(new float[] {1}).clone();
            double loss = network.backward(new float[] {1}, new ClassLabels(3, new int[] {1}));

            assertThat(logs).containsExactly(0, -3000, -6000);
            assertThat(loss).isEqualTo(3000);
            assertThat(gradient(network, w)).containsExactly(1, -1, 0, 1, -1, 0);
        }
    }
}
