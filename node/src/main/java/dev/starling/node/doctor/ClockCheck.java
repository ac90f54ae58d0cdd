package dev.starling.node.doctor;

import dev.starling.node.finding.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;

/**
 * Whether the clock of this machine is behind what it must have been already.
 *
 * @param clock the time
 * @param written own files, some of which may not exist: none was written in the future
 */
public record ClockCheck(Supplier<Instant> clock, List<Path> written) implements Check {
    private static final Duration TOLERANCE = Duration.ofMinutes(2);
    static final String REMEDY = "set the clock, and let the system keep it (NTP: chrony, systemd-timesyncd)";

    @Override
    public String name() {
        return "clock";
    }

    @Override
    public List<Finding> look() {
        Instant now = clock.get();
        for (Path file : written) {
            Instant at = modified(file);
            if (at.minus(TOLERANCE).isAfter(now)) {
                return List.of(Finding.fail(
                        name(),
                        "it is " + shown(now) + ", and " + file.getFileName() + " was written at " + shown(at),
                        REMEDY));
            }
        }
        return List.of(Finding.pass(name(), "it is " + shown(now) + ", zone " + ZoneId.systemDefault()));
    }

    private static Instant modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            return Instant.MIN.plus(TOLERANCE);
        }
    }

    static String shown(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
