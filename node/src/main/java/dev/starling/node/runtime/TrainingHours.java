package dev.starling.node.runtime;

import dev.starling.gossip.Event;
import dev.starling.gossip.Pauser;
import dev.starling.node.config.TrainingConfig;
import dev.starling.node.observe.OperatorLog;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Pauses the member outside the times that its site trains in, and resumes it inside. A pause that a person asked for is
 * another one: neither lifts the other. Looks at the clock more often than it must, because clocks are set.
 */
final class TrainingHours implements AutoCloseable {
    private static final long LOOK_SECONDS = 15;

    private final TrainingConfig config;
    private final Supplier<Instant> clock;
    private final Consumer<Event> events;
    private final OperatorLog log;
    private final ScheduledThreadPoolExecutor timer;
    private @Nullable Future<?> looking;
    private boolean resting;

    TrainingHours(TrainingConfig config, Supplier<Instant> clock, Consumer<Event> events, OperatorLog log) {
        this.config = config;
        this.clock = clock;
        this.events = events;
        this.log = log;
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread named = new Thread(task, "starling-hours");
            named.setDaemon(true);
            return named;
        });
    }

    /** Looks once, and from now on by itself; where there are no windows there is nothing to look at. */
    void start() {
        if (!config.windows().isEmpty()) {
            look();
            looking = timer.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Does what the time asks for. */
    synchronized void look() {
        boolean open = config.open(clock.get());
        if (open == resting) {
            resting = !open;
            events.accept(open ? new Event.Resume(Pauser.SCHEDULE) : new Event.Pause(Pauser.SCHEDULE));
            log.hours(open, changesAt().map(Instant::toString).orElse("further notice"));
        }
    }

    /** When the next window opens or the present one closes; empty when neither ever happens. */
    Optional<Instant> changesAt() {
        return config.changesAfter(clock.get());
    }

    @Override
    public void close() {
        Future<?> started = looking;
        if (started != null) {
            started.cancel(false);
        }
        timer.shutdownNow();
    }
}
