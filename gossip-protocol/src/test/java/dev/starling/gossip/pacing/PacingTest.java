package dev.starling.gossip.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** When a slot ends, on a clock of its own. */
final class PacingTest {
    private static final long MILLI = 1_000_000L;
    private static final long NOW = -7_000 * MILLI;

    private static final int SLICES = 153;

    @Test
    void aMemberInTrainingGoesOnUntilAMajorityOfItsNeighboursHasPublishedItsSlot() {
        assertThat(Pacing.catchUp(5, new int[] {})).isEmpty();
        assertThat(Pacing.catchUp(5, new int[] {4})).isEmpty();
        assertThat(Pacing.catchUp(5, new int[] {5, 4})).isEmpty();
        assertThat(Pacing.catchUp(5, new int[] {9, 9, 4, 4})).isEmpty();
    }

    @Test
    void itThenCatchesUpToTheLowerMedianOfTheirSlots() {
        assertThat(Pacing.catchUp(5, new int[] {5})).hasValue(5);
        assertThat(Pacing.catchUp(5, new int[] {8})).hasValue(8);
        assertThat(Pacing.catchUp(5, new int[] {9, 6})).hasValue(6);
        assertThat(Pacing.catchUp(5, new int[] {7, 9, 6})).hasValue(7);
        assertThat(Pacing.catchUp(5, new int[] {7, 9, 6, 8})).hasValue(7);
        assertThat(Pacing.catchUp(5, new int[] {0, 9, 9, 9})).hasValue(9);
    }

    @Test
    void aMinorityCanNeitherPushForwardNorHoldBack() {
        int far = Integer.MAX_VALUE;
        assertThat(Pacing.catchUp(5, new int[] {far, far, 4, 4, 4})).isEmpty();
        assertThat(Pacing.catchUp(5, new int[] {far, far, 5, 5, 5})).hasValue(5);
        assertThat(Pacing.catchUp(5, new int[] {0, 0, 6, 6, 6})).hasValue(6);
        assertThat(Pacing.catchUp(5, new int[] {far, 5})).hasValue(5);
    }

    @Test
    void itNeverGoesBack() {
        assertThat(Pacing.catchUp(5, new int[] {5, 5, 0, 0, 5})).hasValue(5);
        assertThat(Pacing.catchUp(5, new int[] {5, 6, 4})).hasValue(5);
    }

    @Test
    void theOrderOfTheNeighboursDoesNotMatterAndIsNotChanged() {
        int[] slots = {9, 2, 7, 7};
        assertThat(Pacing.catchUp(3, slots)).isEqualTo(Pacing.catchUp(3, new int[] {2, 7, 7, 9}));
        assertThat(slots).containsExactly(9, 2, 7, 7);
    }

    @Test
    void theNextSlotStartsAtOnceWhenAllNeighboursAreDone() {
        Pacing pacing = new Pacing(SLICES);
        pacing.published(NOW);
        assertThat(pacing.mayTrain(NOW, new Company(3, 2, 3, 1))).isFalse();
        assertThat(pacing.mayTrain(NOW, new Company(3, 3, 3, 0))).isTrue();
        pacing.published(NOW);
        assertThat(pacing.mayTrain(NOW, new Company(0, 0, 0, 0)))
                .as("without neighbours")
                .isTrue();
    }

    @Test
    void itStartsAfterHalfASecondAtTheLeastAndThreeTrainingsWithTheirExchangesAtTheMost() {
        Pacing pacing = new Pacing(SLICES);
        pacing.published(NOW);
        assertThat(pacing.deadlineNanos()).isEqualTo(NOW + 500 * MILLI);
        pacing.trained(400 * MILLI);
        assertThat(pacing.deadlineNanos()).isEqualTo(NOW + 1200 * MILLI);
        pacing.exchanged(350 * MILLI);
        long most = 3 * (400 + 350 + 4 * 175) * MILLI;
        assertThat(pacing.deadlineNanos()).isEqualTo(NOW + most);
        assertThat(pacing.mayTrain(NOW + most - 1, new Company(2, 0, 0, 2))).isFalse();
        assertThat(pacing.mayTrain(NOW + most, new Company(2, 0, 0, 2))).isTrue();
    }

    @Test
    void onceAMajorityHasPublishedOnlyAGraceRemains() {
        Pacing pacing = new Pacing(SLICES);
        pacing.trained(10_000 * MILLI);
        pacing.exchanged(100 * MILLI);
        pacing.published(NOW);
        assertThat(pacing.mayTrain(NOW + 50 * MILLI, new Company(4, 1, 2, 3))).isFalse();
        assertThat(pacing.deadlineNanos()).as("half is no majority").isEqualTo(NOW + 3 * (10_000 + 300) * MILLI);
        assertThat(pacing.mayTrain(NOW + 100 * MILLI, new Company(4, 1, 3, 3))).isFalse();
        assertThat(pacing.deadlineNanos()).isEqualTo(NOW + 100 * MILLI + 1000 * MILLI);
        assertThat(pacing.mayTrain(NOW + 900 * MILLI, new Company(4, 1, 3, 3))).isFalse();
        assertThat(pacing.mayTrain(NOW + 1100 * MILLI, new Company(4, 1, 3, 3))).isTrue();
        pacing.published(NOW + 2000 * MILLI);
        assertThat(pacing.deadlineNanos())
                .as("forgotten with the slot")
                .isEqualTo(NOW + (2000 + 3 * (10_000 + 300)) * MILLI);
    }

    @Test
    void theGraceIsNeverShorterThanAnExchangeIsExpectedToTakeAndGrowsWhereExchangesWereMissed() {
        Pacing pacing = new Pacing(SLICES);
        pacing.trained(MILLI);
        pacing.exchanged(80 * MILLI);
        pacing.published(NOW);
        pacing.mayTrain(NOW, new Company(1, 0, 1, 1));
        assertThat(pacing.deadlineNanos()).as("mean and four deviations").isEqualTo(NOW + (80 + 4 * 40) * MILLI);
        pacing.missed();
        assertThat(pacing.deadlineNanos()).isEqualTo(NOW + 2 * (80 + 4 * 40) * MILLI);
        for (int k = 0; k < 3; k++) {
            pacing.missed();
        }
        assertThat(pacing.deadlineNanos()).isEqualTo(NOW + 16 * (80 + 4 * 40) * MILLI);
        pacing.exchanged(80 * MILLI);
        assertThat(pacing.deadlineNanos()).isEqualTo(NOW + (80 + 4 * 30) * MILLI);
    }

    @Test
    void waitingDoublesUntilAnExchangeFinishesInItSoThatALargeModelOnASlowLineIsSwappedInTheEnd() {
        Pacing pacing = new Pacing(SLICES);
        pacing.trained(MILLI);
        pacing.exchanged(10 * MILLI);
        long waited = 0;
        for (int slot = 0; waited < 20_000 * MILLI; slot++) {
            assertThat(slot).as("slots without an exchange of twenty seconds").isLessThan(10);
            pacing.published(NOW);
            pacing.mayTrain(NOW, new Company(1, 0, 1, 1));
            waited = pacing.deadlineNanos() - NOW;
            pacing.missed();
        }
        pacing.exchanged(20_000 * MILLI);
        pacing.published(NOW);
        assertThat(pacing.exchangeLimitNanos()).isEqualTo(80_000 * MILLI);
    }

    @Test
    void whoeverMissedSeveralExchangesIsNotWaitedForOnceMostHavePublished() {
        Pacing pacing = new Pacing(SLICES);
        pacing.trained(1000 * MILLI);
        pacing.published(NOW);
        assertThat(pacing.mayTrain(NOW, new Company(4, 2, 2, 0)))
                .as("no majority")
                .isFalse();
        assertThat(pacing.mayTrain(NOW, new Company(4, 2, 3, 1)))
                .as("one is awaited")
                .isFalse();
        assertThat(pacing.mayTrain(NOW, new Company(4, 3, 3, 0))).isTrue();
    }

    @Test
    void aTrainingStopsWhenMostHavePublishedItsSlotForLongerThanExchangesTakeOrALaterOneAtAll() {
        Pacing pacing = new Pacing(SLICES);
        pacing.trained(1000 * MILLI);
        pacing.exchanged(80 * MILLI);
        pacing.training();
        long patience = (80 + 4 * 40) * MILLI;
        assertThat(pacing.mustStop(NOW, 5, OptionalInt.empty())).isFalse();
        assertThat(pacing.stopDueNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(pacing.mustStop(NOW, 5, OptionalInt.of(5))).isFalse();
        assertThat(pacing.stopDueNanos()).isEqualTo(NOW + patience);
        assertThat(pacing.mustStop(NOW + patience - 1, 5, OptionalInt.of(5))).isFalse();
        assertThat(pacing.mustStop(NOW + patience, 5, OptionalInt.of(5))).isTrue();
        pacing.training();
        assertThat(pacing.mustStop(NOW, 5, OptionalInt.of(6)))
                .as("a whole slot behind")
                .isTrue();
    }

    @Test
    void aSmallModelIsWaitedForFourSecondsAtMostHoweverQuickItWasBefore() {
        Pacing pacing = new Pacing(1);
        pacing.exchanged(100 * MILLI);
        assertThat(pacing.exchangeLimitNanos()).isEqualTo(500 * MILLI);
        for (int slot = 0; slot < 10; slot++) {
            pacing.missed();
        }
        assertThat(pacing.exchangeLimitNanos()).isEqualTo(4000 * MILLI);
        pacing.exchanged(1300 * MILLI);
        assertThat(pacing.exchangeLimitNanos())
                .as("a first slow exchange counts with its deviation")
                .isGreaterThan(1300 * MILLI);
    }

    @Test
    void exchangeTimesAreSmoothedAsRoundTripsAre() {
        Pacing pacing = new Pacing(SLICES);
        assertThat(pacing.exchangeNanos()).isZero();
        pacing.exchanged(800);
        assertThat(pacing.exchangeNanos()).isEqualTo(800);
        pacing.exchanged(1600);
        assertThat(pacing.exchangeNanos()).isEqualTo(900);
        pacing.trained(5);
        pacing.trained(7);
        assertThat(pacing.trainingNanos()).isEqualTo(7);
    }
}
