package dev.starling.node.learning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.gossip.Genesis;
import dev.starling.gossip.averaging.OuterStep;
import dev.starling.node.charter.Charter;
import dev.starling.node.charter.Charters;
import dev.starling.node.data.Examples;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LocalTrainingTest {
    private static final Charter CHARTER = Charters.of(
            new Charter.Model(Charter.Model.Kind.MLP, List.of(8), 1),
            new Charter.Numeric("a", 0, 1),
            new Charter.Numeric("b", 0, 1));

    @Test
    void theRateFallsOnceAfterItsShareOfThePlan() {
        RateSchedule schedule = new RateSchedule(0.5, 0.1, 0.8);

        assertThat(schedule.rate(79, 100)).isEqualTo(0.5);
        assertThat(schedule.rate(80, 100)).isEqualTo(0.05);
        assertThat(schedule.rate(1_000_000, 0)).as("no end").isEqualTo(0.5);
        assertThat(RateSchedule.of(CHARTER)).isEqualTo(schedule);
    }

    @Test
    void aloneIsSlotAfterSlotOfTheSameLearnerWithTheSameMomentum() {
        Examples training = Synthetic.exclusiveOr(200, 1);
        try (Learner learner = Nd4jLearner.open(LearnerSettings.of(CHARTER), training)) {
            List<Integer> slots = new ArrayList<>();
            List<float[]> models = new ArrayList<>();
            Baseline baseline = new LocalTraining(CHARTER, learner)
                    .run(
                            5,
                            3,
                            training,
                            (slot, of, loss, parameters) -> {
                                slots.add(slot);
                                models.add(parameters.clone());
                            },
                            () -> false);

            float[] x = Genesis.parameters(CHARTER.layerSizes(), 1);
            float[] velocity = new float[x.length];
            for (int slot = 0; slot < 5; slot++) {
                float[] displacement = learner.train(
                                x, 20, slot < 4 ? 0.5 : 0.05, LocalTraining.batchSeed(3, slot), () -> false)
                        .displacement();
                OuterStep.apply(x, velocity, displacement, 0.5f, 1);
                assertThat(models.get(slot)).as("slot %s", slot).isEqualTo(x);
            }

            assertThat(baseline.parameters()).isEqualTo(x);
            assertThat(baseline.steps()).isEqualTo(100);
            assertThat(baseline.holdout().rows()).isEqualTo(200);
            assertThat(slots).containsExactly(1, 2, 3, 4, 5);
        }
    }

    @Test
    void aStoppedBaselineJudgesWhatItHasLearntSoFar() {
        AtomicInteger batches = new AtomicInteger();
        Examples training = Synthetic.exclusiveOr(50, 1);
        try (Learner learner = Nd4jLearner.open(LearnerSettings.of(CHARTER), training)) {
            Baseline baseline = new LocalTraining(CHARTER, learner)
                    .run(100, 3, training, (slot, of, loss, parameters) -> {}, () -> batches.incrementAndGet() >= 25);

            assertThat(baseline.steps()).isEqualTo(25);
        }
    }

    @Test
    void everySlotAndEverySeedDrawsOtherBatches() {
        assertThat(IntStream.range(0, 1000)
                        .mapToObj(k -> LocalTraining.batchSeed(k % 10, k / 10))
                        .distinct())
                .hasSize(1000);
    }
}
