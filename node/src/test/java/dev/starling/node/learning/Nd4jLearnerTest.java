package dev.starling.node.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.starling.gossip.Genesis;
import dev.starling.node.data.Examples;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class Nd4jLearnerTest {
    private static final LearnerSettings SOFTMAX = new LearnerSettings(List.of(5, 3), 16, 0);
    private static final LearnerSettings PERCEPTRON = new LearnerSettings(List.of(2, 16, 2), 32, 0);

    private static float[] genesis(LearnerSettings settings) {
        return Genesis.parameters(settings.layerSizes(), 1);
    }

    private static double distance(float[] a, float[] b) {
        double squares = 0;
        for (int k = 0; k < a.length; k++) {
            squares += ((double) a[k] - b[k]) * ((double) a[k] - b[k]);
        }
        return Math.sqrt(squares);
    }

    @Test
    void softmaxRegressionLearnsClassesThatALineSeparates() {
        Examples unseen = Synthetic.clouds(500, 5, 3, 2);
        try (Learner learner = Nd4jLearner.open(SOFTMAX, Synthetic.clouds(500, 5, 3, 1))) {
            Evaluation before = learner.evaluate(genesis(SOFTMAX), unseen);
            TrainingResult result = learner.train(genesis(SOFTMAX), 500, 0.1, 3, () -> false);
            Evaluation after = learner.evaluate(result.end(), unseen);

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
        LearnerSettings linear = new LearnerSettings(List.of(2, 2), 32, 0);
        try (Learner learner = Nd4jLearner.open(PERCEPTRON, training);
                Learner line = Nd4jLearner.open(linear, training)) {
            float[] curved = learner.train(genesis(PERCEPTRON), 3000, 0.2, 3, () -> false)
                    .end();
            float[] straight =
                    line.train(genesis(linear), 3000, 0.2, 3, () -> false).end();

            assertThat(learner.evaluate(curved, unseen).accuracy()).isGreaterThan(0.95);
            assertThat(learner.evaluate(curved, unseen).auc()).isGreaterThan(0.98);
            assertThat(line.evaluate(straight, unseen).accuracy()).isLessThan(0.65);
        }
    }

    @Test
    void theSameSeedGivesTheSameFloatsAndAnotherSeedDoesNot() {
        Examples training = Synthetic.exclusiveOr(100, 1);
        float[] first;
        try (Learner learner = Nd4jLearner.open(PERCEPTRON, training)) {
            first = learner.train(genesis(PERCEPTRON), 50, 0.2, 3, () -> false).end();
            learner.evaluate(first, training);
            float[] again =
                    learner.train(genesis(PERCEPTRON), 50, 0.2, 3, () -> false).end();
            float[] other =
                    learner.train(genesis(PERCEPTRON), 50, 0.2, 4, () -> false).end();

            assertThat(again).isEqualTo(first);
            assertThat(other).isNotEqualTo(first);
        }
        try (Learner learner = Nd4jLearner.open(PERCEPTRON, training)) {
            assertThat(learner.train(genesis(PERCEPTRON), 50, 0.2, 3, () -> false)
                            .end())
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

            assertThat(none.end()).isEqualTo(copy).isNotSameAs(start);
            assertThat(none.stepsDone()).isZero();
            assertThat(none.meanLoss()).isNaN();
            assertThat(some.end()).isNotEqualTo(copy);
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
            assertThat(stopped.end()).isEqualTo(seven.end());
        }
    }

    @Test
    void theProximalTermKeepsParametersNearTheStart() {
        Examples training = Synthetic.clouds(200, 5, 3, 1);
        float[] start = Synthetic.vector(18, 1, 5);
        double previous = Double.POSITIVE_INFINITY;
        for (double mu : new double[] {0, 0.5, 5}) {
            try (Learner learner = Nd4jLearner.open(new LearnerSettings(List.of(5, 3), 16, mu), training)) {
                double moved = distance(
                        start, learner.train(start, 300, 0.1, 1, () -> false).end());
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
                Learner one = Nd4jLearner.open(new LearnerSettings(List.of(5, 3), 1, 0), examples)) {
            float[] together = sixteen.probabilities(parameters, examples);
            float[] singly = one.probabilities(parameters, examples);

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
