package dev.starling.gossip.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When a slot ends, on a clock of its own. */
final class PacingTest {
    private static final long MILLI = 1_000_000L;
    private static final long NOW = -7_000 * MILLI;

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
        Pacing pacing = new Pacing();
        pacing.published(NOW);
        assertThat(pacing.mayAdvance(NOW, 3, 2, 3)).isFalse();
        assertThat(pacing.mayAdvance(NOW, 3, 3, 3)).isTrue();
        pacing.published(NOW);
        assertThat(pacing.mayAdvance(NOW, 0, 0, 0)).as("without neighbours").isTrue();
    }

    @Test
    void itStartsAfterHalfASecondAtTheLeastAndThreeTrainingsOrFourExchangesAtTheMost() {
        Pacing pacing = new Pacing();
        pacing.published(NOW);
        assertThat(pacing.deadlineNanos()).isEqualTo(NOW + 500 * MILLI);
        pacing.trained(400 * MILLI);
        assertThat(pacing.deadlineNanos()).isEqualTo(NOW + 1200 * MILLI);
        pacing.exchanged(350 * MILLI);
        assertThat(pacing.deadlineNanos()).isEqualTo(NOW + 1400 * MILLI);
        assertThat(pacing.mayAdvance(NOW + 1400 * MILLI - 1, 2, 0, 0)).isFalse();
        assertThat(pacing.mayAdvance(NOW + 1400 * MILLI, 2, 0, 0)).isTrue();
    }

    @Test
    void onceAMajorityHasPublishedOnlyAGraceRemains() {
        Pacing pacing = new Pacing();
        pacing.trained(10_000 * MILLI);
        pacing.exchanged(100 * MILLI);
        pacing.published(NOW);
        assertThat(pacing.mayAdvance(NOW + 50 * MILLI, 4, 1, 2)).isFalse();
        assertThat(pacing.deadlineNanos()).as("half is no majority").isEqualTo(NOW + 30_000 * MILLI);
        assertThat(pacing.mayAdvance(NOW + 100 * MILLI, 4, 1, 3)).isFalse();
        assertThat(pacing.deadlineNanos()).isEqualTo(NOW + 100 * MILLI + 1000 * MILLI);
        assertThat(pacing.mayAdvance(NOW + 900 * MILLI, 4, 1, 3)).isFalse();
        assertThat(pacing.mayAdvance(NOW + 1100 * MILLI, 4, 1, 3)).isTrue();
        pacing.published(NOW + 2000 * MILLI);
        assertThat(pacing.deadlineNanos()).as("forgotten with the slot").isEqualTo(NOW + 32_000 * MILLI);
    }

    @Test
    void theGraceIsNeverShorterThanAnExchangeIsExpectedToTakeAndGrowsWhereExchangesWereMissed() {
        Pacing pacing = new Pacing();
        pacing.trained(MILLI);
        pacing.exchanged(80 * MILLI);
        pacing.published(NOW);
        pacing.mayAdvance(NOW, 1, 0, 1);
        assertThat(pacing.deadlineNanos()).as("mean and four deviations").isEqualTo(NOW + (80 + 4 * 40) * MILLI);
        pacing.missed();
        assertThat(pacing.deadlineNanos()).isEqualTo(NOW + 2 * (80 + 4 * 40) * MILLI);
        for (int k = 0; k < 3; k++) {
            pacing.missed();
        }
        assertThat(pacing.deadlineNanos()).as("bounded by the deadline").isEqualTo(NOW + 500 * MILLI);
        pacing.exchanged(80 * MILLI);
        assertThat(pacing.deadlineNanos()).isEqualTo(NOW + (80 + 4 * 30) * MILLI);
    }

    @Test
    void waitingDoublesUntilAnExchangeFinishesInItSoThatALargeModelOnASlowLineIsSwappedInTheEnd() {
        Pacing pacing = new Pacing();
        pacing.trained(MILLI);
        pacing.exchanged(10 * MILLI);
        long waited = 0;
        for (int slot = 0; waited < 20_000 * MILLI; slot++) {
            assertThat(slot).as("slots without an exchange of twenty seconds").isLessThan(10);
            pacing.published(NOW);
            pacing.mayAdvance(NOW, 1, 0, 1);
            waited = pacing.deadlineNanos() - NOW;
            pacing.missed();
        }
        pacing.exchanged(20_000 * MILLI);
        pacing.published(NOW);
        assertThat(pacing.deadlineNanos()).isEqualTo(NOW + 80_000 * MILLI);
    }

    @Test
    void exchangeTimesAreSmoothedAsRoundTripsAre() {
        Pacing pacing = new Pacing();
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
