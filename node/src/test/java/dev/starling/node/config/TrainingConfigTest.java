package dev.starling.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TrainingConfigTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static TrainingConfig hours(String... windows) {
        return new TrainingConfig(Stream.of(windows).map(TrainingWindow::parse).toList(), BERLIN, 1);
    }

    /** 2 March 2026 is a Monday. */
    private static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(BERLIN).toInstant();
    }

    @Test
    void aWindowOverMidnightBelongsToTheDayOnWhichItBegins() {
        TrainingConfig nights = hours("Mon-Fri 20:00-06:00");

        assertThat(nights.open(at("2026-03-02T19:59:59"))).as("Monday").isFalse();
        assertThat(nights.open(at("2026-03-02T20:00:00"))).isTrue();
        assertThat(nights.open(at("2026-03-03T05:59:59"))).isTrue();
        assertThat(nights.open(at("2026-03-03T06:00:00"))).isFalse();
        assertThat(nights.open(at("2026-03-07T05:00:00"))).as("Friday's night").isTrue();
        assertThat(nights.open(at("2026-03-07T21:00:00"))).as("Saturday").isFalse();
        assertThat(nights.open(at("2026-03-02T05:00:00"))).as("Sunday's night").isFalse();
    }

    @Test
    void theNextChangeIsTheOneThatCounts() {
        TrainingConfig nights = hours("Mon-Fri 20:00-06:00");

        assertThat(nights.changesAfter(at("2026-03-02T12:00:00"))).contains(at("2026-03-02T20:00:00"));
        assertThat(nights.changesAfter(at("2026-03-02T20:00:00"))).contains(at("2026-03-03T06:00:00"));
        assertThat(nights.changesAfter(at("2026-03-07T12:00:00")))
                .as("over the week's end")
                .contains(at("2026-03-09T20:00:00"));
    }

    @Test
    void windowsThatTouchAreOne() {
        TrainingConfig touching = hours("Sat 00:00-24:00", "Sun 00:00-12:00");

        assertThat(touching.changesAfter(at("2026-03-07T10:00:00"))).contains(at("2026-03-08T12:00:00"));
    }

    @Test
    void alwaysHasNoEnd() {
        for (TrainingConfig always :
                List.of(hours(), hours("00:00-24:00"), hours("Mon-Sun 12:00-12:01", "12:01-12:00"))) {
            assertThat(always.open(at("2026-03-04T12:00:30"))).isTrue();
            assertThat(always.changesAfter(at("2026-03-04T12:00:30"))).isEmpty();
        }
    }

    @Test
    void whereTheClocksAreChangedAWindowGoesByTheClock() {
        TrainingConfig mornings = hours("01:00-04:00");

        assertThat(mornings.changesAfter(at("2026-03-29T00:00:00"))).contains(Instant.parse("2026-03-29T00:00:00Z"));
        assertThat(mornings.changesAfter(at("2026-03-29T01:00:00")))
                .as("one hour shorter")
                .contains(Instant.parse("2026-03-29T02:00:00Z"));
    }

    @Test
    void daysMayGoOverTheWeeksEnd() {
        TrainingConfig odd = hours("sat - mon 8:00-9:00");

        assertThat(odd.open(at("2026-03-08T08:30:00"))).isTrue();
        assertThat(odd.open(at("2026-03-09T08:30:00"))).isTrue();
        assertThat(odd.open(at("2026-03-10T08:30:00"))).isFalse();
    }

    @Test
    void whatIsNoWindowIsRefused() {
        for (String text : List.of(
                "",
                "Mon",
                "Mon-Fri",
                "Mom 08:00-09:00",
                "25:00-26:00",
                "08:60-09:00",
                "08:00-08:00",
                "24:01-06:00",
                "always")) {
            assertThatIllegalArgumentException().as(text).isThrownBy(() -> TrainingWindow.parse(text));
        }
    }
}
