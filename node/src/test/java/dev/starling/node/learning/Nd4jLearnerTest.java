package dev.starling.node.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.starling.gossip.Genesis;
import dev.starling.node.data.Examples;
import dev.starling.node.data.Quantities;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.factory.Nd4j;

class Nd4jLearnerTest {
    private static final Head CLASSES = new Head.Classifier();
    private static final LearnerSettings SOFTMAX = new LearnerSettings(List.of(5, 3), 16, 0, CLASSES);
    private static final LearnerSettings PERCEPTRON = new LearnerSettings(List.of(2, 16, 2), 32, 0, CLASSES);

    private static float[] genesis(LearnerSettings settings) {
        return Genesis.parameters(settings.layerSizes(), 1);
    }

    /** Where training from here leads. */
    private static float[] after(float[] start, TrainingResult result) {
        float[] end = start.clone();
        for (int k = 0; k < end.length; k++) {
            end[k] += result.displacement()[k];
        }
        return end;
    }

    private static double norm(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        return Math.sqrt(squares);
    }

    @Test
    void softmaxRegressionLearnsClassesThatALineSeparates() {
        Examples unseen = Synthetic.clouds(500, 5, 3, 2);
        try (Learner learner = Nd4jLearner.open(SOFTMAX, Synthetic.clouds(500, 5, 3, 1))) {
            Evaluation before = learner.evaluate(genesis(SOFTMAX), unseen);
            TrainingResult result = learner.train(genesis(SOFTMAX), 500, 0.1, 3, () -> false);
            Evaluation after = learner.evaluate(after(genesis(SOFTMAX), result), unseen);

            assertThat(before.logLoss()).isCloseTo(Math.log(3), within(1e-6));
            assertThat(after.accuracy()).isGreaterThan(0.97);
            assertThat(after.logLoss()).isLessThan(0.15);
            assertThat(result.stepsDone()).isEqualTo(500);
            assertThat(result.meanLoss()).isBetween(0.0, 0.5);
        }
    }

    @Test
    void aPerceptronLearnsWhatNoLineSeparates() {
        Examples training = Synthetic.exclusiveOr(800, 1);
        Examples unseen = Synthetic.exclusiveOr(800, 2);
        LearnerSettings linear = new LearnerSettings(List.of(2, 2), 32, 0, CLASSES);
        try (Learner learner = Nd4jLearner.open(PERCEPTRON, training);
                Learner line = Nd4jLearner.open(linear, training)) {
            float[] curved = after(genesis(PERCEPTRON), learner.train(genesis(PERCEPTRON), 3000, 0.2, 3, () -> false));
            float[] straight = after(genesis(linear), line.train(genesis(linear), 3000, 0.2, 3, () -> false));

            assertThat(learner.evaluate(curved, unseen).accuracy()).isGreaterThan(0.95);
            assertThat(line.evaluate(straight, unseen).accuracy()).isLessThan(0.65);
        }
    }

    @Test
    void theSameSeedGivesTheSameFloatsAndAnotherSeedDoesNot() {
        Examples training = Synthetic.exclusiveOr(100, 1);
        float[] first;
        try (Learner learner = Nd4jLearner.open(PERCEPTRON, training)) {
            first = learner.train(genesis(PERCEPTRON), 50, 0.2, 3, () -> false).displacement();
            learner.evaluate(first, training);
            float[] again =
                    learner.train(genesis(PERCEPTRON), 50, 0.2, 3, () -> false).displacement();
            float[] other =
                    learner.train(genesis(PERCEPTRON), 50, 0.2, 4, () -> false).displacement();

            assertThat(again).isEqualTo(first);
            assertThat(other).isNotEqualTo(first);
        }
        try (Learner learner = Nd4jLearner.open(PERCEPTRON, training)) {
            assertThat(learner.train(genesis(PERCEPTRON), 50, 0.2, 3, () -> false)
                            .displacement())
                    .as("another learner")
                    .isEqualTo(first);
        }
    }

    @Test
    void whatIsPassedInStaysAsItIsAndNoStepsChangeNothing() {
        Examples training = Synthetic.clouds(50, 5, 3, 1);
        float[] start = Synthetic.vector(18, 0.1, 5);
        float[] copy = start.clone();
        float[] features = training.features().clone();
        try (Learner learner = Nd4jLearner.open(SOFTMAX, training)) {
            TrainingResult none = learner.train(start, 0, 0.1, 1, () -> true);
            TrainingResult some = learner.train(start, 5, 0.1, 1, () -> false);

            assertThat(none.displacement()).containsOnly(0);
            assertThat(none.stepsDone()).isZero();
            assertThat(none.meanLoss()).isNaN();
            assertThat(norm(some.displacement())).isGreaterThan(0);
            assertThat(some.finite()).isTrue();
            assertThat(start).isEqualTo(copy);
            assertThat(training.features()).isEqualTo(features);
        }
    }

    @Test
    void stopIsHonouredAfterTheBatchInWhichItIsRaised() {
        AtomicInteger asked = new AtomicInteger();
        try (Learner learner = Nd4jLearner.open(SOFTMAX, Synthetic.clouds(50, 5, 3, 1))) {
            TrainingResult stopped = learner.train(genesis(SOFTMAX), 100, 0.1, 1, () -> asked.incrementAndGet() == 7);
            TrainingResult seven = learner.train(genesis(SOFTMAX), 7, 0.1, 1, () -> false);

            assertThat(asked).hasValue(7);
            assertThat(stopped.stepsDone()).isEqualTo(7);
            assertThat(stopped.displacement()).isEqualTo(seven.displacement());
        }
    }

    @Test
    void theProximalTermKeepsParametersNearTheStart() {
        Examples training = Synthetic.clouds(200, 5, 3, 1);
        float[] start = Synthetic.vector(18, 1, 5);
        double previous = Double.POSITIVE_INFINITY;
        for (double mu : new double[] {0, 0.5, 5}) {
            try (Learner learner = Nd4jLearner.open(new LearnerSettings(List.of(5, 3), 16, mu, CLASSES), training)) {
                double moved =
                        norm(learner.train(start, 300, 0.1, 1, () -> false).displacement());
                assertThat(moved).isLessThan(previous * 0.7);
                previous = moved;
            }
        }
    }

    @Test
    void aDivergedTrainingSaysSo() {
        try (Learner learner = Nd4jLearner.open(PERCEPTRON, Synthetic.exclusiveOr(50, 1))) {
            TrainingResult result = learner.train(genesis(PERCEPTRON), 200, 1e30, 1, () -> false);

            assertThat(result.finite()).isFalse();
        }
    }

    @Test
    void probabilitiesSumToOneAndDoNotDependOnTheBatchTheyAreComputedIn() {
        Examples examples = Synthetic.clouds(37, 5, 3, 1);
        float[] parameters = Synthetic.vector(18, 0.5, 2);
        try (Learner sixteen = Nd4jLearner.open(SOFTMAX, examples);
                Learner one = Nd4jLearner.open(new LearnerSettings(List.of(5, 3), 1, 0, CLASSES), examples)) {
            float[] together = sixteen.outputs(parameters, examples);
            float[] singly = one.outputs(parameters, examples);

            assertThat(together).hasSize(37 * 3);
            for (int i = 0; i < 37; i++) {
                float sum = together[3 * i] + together[3 * i + 1] + together[3 * i + 2];
                assertThat(sum).isCloseTo(1, within(1e-5f));
            }
            for (int k = 0; k < together.length; k++) {
                assertThat(together[k]).isCloseTo(singly[k], within(1e-6f));
            }
        }
    }

    @Test
    void aLineIsRecoveredFromRowsThatLieOnIt() {
        float[] truth = {1.5f, -2, 0.25f, 0.5f};
        Examples rows = Synthetic.line(400, truth, 0, 1);
        LearnerSettings settings = new LearnerSettings(List.of(3, 1), 16, 0, new Head.Regressor(10));
        try (Learner learner = Nd4jLearner.open(settings, rows)) {
            float[] start = genesis(settings);
            TrainingResult result = learner.train(start, 1000, 0.1, 3, () -> false);
            float[] found = after(start, result);

            for (int k = 0; k < truth.length; k++) {
                assertThat(found[k]).isCloseTo(truth[k], within(1e-4f));
            }
            assertThat(result.meanLoss()).isPositive().isLessThan(0.2);
            assertThat(learner.evaluate(found, Synthetic.line(100, truth, 0, 2)).rmse())
                    .isLessThan(1e-2);
            assertThat(learner.evaluate(found, Synthetic.line(5000, truth, 0.3, 4))
                            .rmse())
                    .as("0.3 deviations of 10 units each")
                    .isCloseTo(3, within(0.15));
        }
    }

    @Test
    void theStepsOfARegressionAreThoseOfPlainJava() {
        Examples rows = Synthetic.line(50, new float[] {1, -1, 2, 0.5f}, 0.5, 1);
        float[] values = ((Quantities) rows.labels()).values();
        LearnerSettings settings = new LearnerSettings(List.of(3, 1), 8, 0, new Head.Regressor(1));
        double[] w = {0.1, 0.2, -0.3, 0.4};
        float[] start = {0.1f, 0.2f, -0.3f, 0.4f};
        SplittableRandom random = new SplittableRandom(9);
        double loss = 0;
        for (int step = 0; step < 30; step++) {
            double[] gradient = new double[4];
            for (int i = 0; i < 8; i++) {
                int row = random.nextInt(50);
                double error = w[3] - values[row];
                for (int j = 0; j < 3; j++) {
                    error += w[j] * rows.features()[3 * row + j];
                }
                loss += error * error / 2 / 8 / 30;
                for (int j = 0; j < 3; j++) {
                    gradient[j] += error * rows.features()[3 * row + j] / 8;
                }
                gradient[3] += error / 8;
            }
            for (int j = 0; j < 4; j++) {
                w[j] -= 0.1 * gradient[j];
            }
        }
        try (Learner learner = Nd4jLearner.open(settings, rows)) {
            TrainingResult result = learner.train(start, 30, 0.1, 9, () -> false);

            float[] end = after(start, result);
            for (int j = 0; j < 4; j++) {
                assertThat((double) end[j]).isCloseTo(w[j], within(1e-5));
            }
            assertThat(result.meanLoss()).isCloseTo(loss, within(1e-5));
            float[] estimates = learner.outputs(end, rows);
            assertThat(estimates).hasSize(50);
            assertThat((double) estimates[7])
                    .isCloseTo(
                            w[0] * rows.features()[21] + w[1] * rows.features()[22] + w[2] * rows.features()[23] + w[3],
                            within(1e-4));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"16,16", "16,16,16", "16,16,16,16"})
    void severalHiddenLayersLearnFromGenesisOn(String hidden) {
        List<Integer> layers = new ArrayList<>(List.of(2));
        Stream.of(hidden.split(",")).map(Integer::valueOf).forEach(layers::add);
        layers.add(2);
        LearnerSettings settings = new LearnerSettings(layers, 32, 0, CLASSES);
        Examples unseen = Synthetic.exclusiveOr(800, 2);
        try (Learner learner = Nd4jLearner.open(settings, Synthetic.exclusiveOr(800, 1))) {
            float[] start = genesis(settings);
            float[] end = after(start, learner.train(start, 2000, 0.1, 3, () -> false));

            assertThat(learner.evaluate(start, unseen).logLoss())
                    .as("neither silent nor loud at first")
                    .isBetween(0.5, 1.5);
            assertThat(learner.evaluate(end, unseen).accuracy()).isGreaterThan(0.95);
        }
    }

    @Test
    void aQuantityHasOneOutputAndAClassifierNoneForIt() {
        Examples numbers = Synthetic.line(5, new float[6], 1, 1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LearnerSettings(List.of(5, 3), 16, 0, new Head.Regressor(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Head.Regressor(0));
        assertThatIllegalArgumentException().isThrownBy(() -> Nd4jLearner.open(SOFTMAX, numbers));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Examples narrow = Synthetic.clouds(5, 4, 3, 1);
        Examples none = new Examples(5, 3, new float[0], new int[0]);
        assertThatIllegalArgumentException().isThrownBy(() -> Nd4jLearner.open(SOFTMAX, narrow));
        Learner learner = Nd4jLearner.open(SOFTMAX, none);
        assertThatIllegalArgumentException().isThrownBy(() -> learner.train(new float[17], 1, 0.1, 1, () -> false));
        assertThatIllegalArgumentException().isThrownBy(() -> learner.evaluate(new float[18], narrow));
        assertThatIllegalStateException().isThrownBy(() -> learner.train(new float[18], 1, 0.1, 1, () -> false));
        assertThat(learner.evaluate(new float[18], none).logLoss()).isNaN();
        learner.close();
        learner.close();
        assertThatIllegalStateException().isThrownBy(() -> learner.evaluate(new float[18], none));
    }

    @Test
    void theArithmeticRunsOnOneThread() {
        try (Learner learner = Nd4jLearner.open(SOFTMAX, Synthetic.clouds(5, 5, 3, 1))) {
            assertThat(learner.dimension()).isEqualTo(18);
            assertThat(Nd4j.getEnvironment().maxThreads()).isEqualTo(1);
            assertThat(Nd4j.factory().blas().getMaxThreads()).isEqualTo(1);
        }
    }
}
