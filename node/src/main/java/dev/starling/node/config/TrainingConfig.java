package dev.starling.node.config;

import dev.starling.node.toml.Bounds;
import dev.starling.node.toml.Section;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When and how much this site computes: section {@code training}.
 *
 * @param windows times of the week in which the node trains; empty for always
 * @param zone whose clock the windows go by
 * @param cpuShare part of the time that the training thread works, above 0 and at most 1
 */
public record TrainingConfig(List<TrainingWindow> windows, ZoneId zone, double cpuShare) {
    private static final String SYSTEM = "system";
    private static final int MOST_WINDOWS = 50;
    private static final int A_WEEK_AND_MORE = 8;

    static final String TEMPLATE = """
            [training]
            # When to train, as in ["Mon-Fri 20:00-06:00", "Sat 00:00-24:00"]; empty for always. Outside of these times the
            # node is paused: it still answers the others.
            windows = []
            # Whose clock that is: "system", or a zone such as "Europe/Berlin".
            zone = "system"
            # Part of the time that the training thread may work: 0.5 rests as long as it computes.
            cpu_share = 1.0
            """;

    public TrainingConfig {
        windows = List.copyOf(windows);
    }

    static TrainingConfig read(Section section) {
        List<TrainingWindow> windows =
                section.parsed("windows", 40, "write it as in \"Mon-Fri 20:00-06:00\"", TrainingWindow::parse);
        if (windows.size() > MOST_WINDOWS) {
            section.wrong("windows", "lists more than " + MOST_WINDOWS + " windows", "join some of them");
        }
        ZoneId zone = section.parsed(
                "zone",
                section.optionalText("zone", 60, SYSTEM),
                "write \"system\", or a zone such as \"Europe/Berlin\"",
                TrainingConfig::zone);
        double share = section.decimal("cpu_share", 1, new Bounds(0.01, 1, Bounds.Open.NONE));
        section.end();
        return new TrainingConfig(windows, zone == null ? ZoneId.systemDefault() : zone, share);
    }

    private static ZoneId zone(String text) {
        try {
            return text.equals(SYSTEM) || text.isEmpty() ? ZoneId.systemDefault() : ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no time zone", e);
        }
    }

    /** Whether this is a time to train. */
    public boolean open(Instant at) {
        return windows.isEmpty() || stretches(at).stream().anyMatch(stretch -> stretch.holds(at));
    }

    /** The next instant at which {@link #open} changes; empty when it never does. */
    public Optional<Instant> changesAfter(Instant at) {
        boolean now = open(at);
        return stretches(at).stream()
                .flatMap(stretch -> List.of(stretch.from(), stretch.to()).stream())
                .filter(edge -> edge.isAfter(at) && open(edge) != now)
                .min(Instant::compareTo);
    }

    /** Those of the week around an instant. */
    private List<TrainingWindow.Stretch> stretches(Instant at) {
        LocalDate today = LocalDate.ofInstant(at, zone);
        List<TrainingWindow.Stretch> stretches = new ArrayList<>();
        for (int day = -2; day <= A_WEEK_AND_MORE; day++) {
            LocalDate date = today.plusDays(day);
            for (TrainingWindow window : windows) {
                if (window.beginsOn(date.getDayOfWeek())) {
                    stretches.add(window.on(date, zone));
                }
            }
        }
        return stretches;
    }
}
