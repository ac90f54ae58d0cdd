package dev.starling.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.gossip.Event;
import dev.starling.gossip.Pauser;
import dev.starling.node.config.TrainingConfig;
import dev.starling.node.config.TrainingWindow;
import dev.starling.node.observe.OperatorLog;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TrainingHoursTest {
    private static final TrainingConfig NIGHTS =
            new TrainingConfig(List.of(TrainingWindow.parse("20:00-06:00")), ZoneOffset.UTC, 1);

    private final List<Event> events = new ArrayList<>();
    private Instant now = Instant.parse("2026-03-02T12:00:00Z");

    @Test
    void theMemberRestsOutsideTheWindowsAndGoesOnInsideAndIsToldOnce() {
        try (TrainingHours hours = new TrainingHours(NIGHTS, () -> now, events::add, new OperatorLog())) {
            hours.start();
            hours.look();
            assertThat(events).containsExactly(new Event.Pause(Pauser.SCHEDULE));
            assertThat(hours.changesAt()).contains(Instant.parse("2026-03-02T20:00:00Z"));

            now = Instant.parse("2026-03-02T20:00:01Z");
            hours.look();
            hours.look();
            assertThat(events).endsWith(new Event.Resume(Pauser.SCHEDULE)).hasSize(2);

            now = Instant.parse("2026-03-05T07:00:00Z");
            hours.look();
            assertThat(events).as("the machine slept over a morning").endsWith(new Event.Pause(Pauser.SCHEDULE));
        }
    }

    @Test
    void withoutWindowsNothingIsSaid() {
        TrainingConfig always = new TrainingConfig(List.of(), ZoneOffset.UTC, 1);
        try (TrainingHours hours = new TrainingHours(always, () -> now, events::add, new OperatorLog())) {
            hours.start();
            assertThat(events).isEmpty();
            assertThat(hours.changesAt()).isEmpty();
        }
    }
}
