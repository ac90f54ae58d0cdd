package dev.starling.gossip.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RepeatTest {
    private static final long NOW = -3_000_000_000L;
    private static final long MILLI = 1_000_000L;

    @Test
    void whatIsNotAnsweredIsSaidAgainEvenlyAFewTimesAndThenMoreAndMoreRarely() {
        Repeat repeat = new Repeat();
        repeat.start(NOW, 10);
        assertThat(repeat.due(NOW + 9)).isFalse();
        assertThat(repeat.due(NOW + 10)).isTrue();
        long[] pauses = new long[16];
        for (int k = 0; k < pauses.length; k++) {
            repeat.again(NOW, 10);
            pauses[k] = repeat.atNanos() - NOW;
        }
        assertThat(pauses).containsExactly(10, 10, 10, 10, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 2560, 2560, 2560);
        repeat.restart(NOW, 10);
        repeat.again(NOW, 10);
        assertThat(repeat.atNanos()).as("there is hope again").isEqualTo(NOW + 10);
    }

    @Test
    void aPeerThatIsHeardOftenPutsNothingOff() {
        Repeat repeat = new Repeat();
        repeat.start(NOW, 10);
        for (int k = 1; k <= 9; k++) {
            repeat.hasten(NOW + k, 10);
        }
        assertThat(repeat.due(NOW + 10)).isTrue();
        for (int k = 0; k < 12; k++) {
            repeat.again(NOW, 10);
        }
        repeat.hasten(NOW, 10);
        assertThat(repeat.atNanos()).as("sooner than the pauses had become").isEqualTo(NOW + 10);
    }

    @Test
    void onlyTheAnswerToWhatWasSaidOnceMeasuresARoundTrip() {
        Repeat repeat = new Repeat();
        assertThat(repeat.first()).as("said before a crash").isFalse();
        repeat.start(NOW, 10);
        assertThat(repeat.first()).isTrue();
        repeat.again(NOW, 10);
        assertThat(repeat.first()).isFalse();
        repeat.restart(NOW, 10);
        assertThat(repeat.first()).isFalse();
        repeat.start(NOW, 10);
        assertThat(repeat.first()).isTrue();
        repeat.spoil();
        assertThat(repeat.first()).isFalse();
    }

    @Test
    void aRoundTripIsTheLeastOfTheLastMeasuredAndForgetsWhatTheLineWasOnce() {
        RoundTrip trip = new RoundTrip();
        assertThat(trip.timeoutNanos()).as("nothing is known").isEqualTo(200 * MILLI);
        trip.measured(MILLI);
        assertThat(trip.timeoutNanos()).as("never shorter").isEqualTo(50 * MILLI);
        for (int k = 0; k < 8; k++) {
            trip.measured(900 * MILLI);
        }
        assertThat(trip.timeoutNanos()).as("once it was quick").isEqualTo(50 * MILLI);
        for (int k = 0; k < 8; k++) {
            trip.measured(900 * MILLI);
        }
        assertThat(trip.timeoutNanos()).isEqualTo(3600 * MILLI);
        trip.measured(100 * MILLI);
        assertThat(trip.timeoutNanos()).isEqualTo(400 * MILLI);
        for (int k = 0; k < 20; k++) {
            trip.measured(Long.MAX_VALUE / 2);
        }
        assertThat(trip.timeoutNanos()).as("never longer").isEqualTo(4000 * MILLI);
    }
}
