package dev.starling.node.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.starling.node.charter.Metric;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private static float log(double p) {
        return (float) Math.log(p);
    }

    @Test
    void countsAndMeansFollowFromTheLogProbabilities() {
        float[] logs = {
            log(0.7), log(0.2), log(0.1),
            log(0.1), log(0.5), log(0.4),
            log(0.3), log(0.3), log(0.4)
        };
        Evaluation evaluation = Evaluation.ofLogProbabilities(logs, new int[] {0, 2, 2}, 3);

        assertThat(evaluation.rows()).isEqualTo(3);
        assertThat(evaluation.accuracy()).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(evaluation.logLoss()).isCloseTo(-(Math.log(0.7) + Math.log(0.4) + Math.log(0.4)) / 3, within(1e-6));
        assertThat(evaluation.perClassRows()).containsExactly(1, 0, 2);
        assertThat(evaluation.perClassCorrect()).containsExactly(1, 0, 1);
        assertThat(evaluation.rmse()).isNaN();
        assertThat(evaluation.score(Metric.ACCURACY)).isEqualTo(evaluation.accuracy());
    }

    @Test
    void theErrorOfEstimatesIsInTheUnitOfTheLabel() {
        Evaluation evaluation = Evaluation.ofEstimates(new float[] {1, 0, -2}, new float[] {0, 0, 0}, 30);

        assertThat(evaluation.rows()).isEqualTo(3);
        assertThat(evaluation.rmse()).isCloseTo(30 * Math.sqrt(5.0 / 3), within(1e-12));
        assertThat(evaluation.score(Metric.RMSE)).isEqualTo(evaluation.rmse());
        assertThat(evaluation.accuracy()).isNaN();
        assertThat(evaluation.logLoss()).isNaN();
        assertThat(evaluation.perClassRows()).isEmpty();
        assertThat(evaluation.perClassCorrect()).isEmpty();
        assertThat(Evaluation.ofEstimates(new float[0], new float[0], 30).rmse())
                .as("without rows")
                .isNaN();
    }

    @Test
    void withoutRowsNothingIsClaimed() {
        Evaluation evaluation = Evaluation.ofLogProbabilities(new float[0], new int[0], 2);

        assertThat(evaluation.accuracy()).isNaN();
        assertThat(evaluation.logLoss()).isNaN();
    }
}
