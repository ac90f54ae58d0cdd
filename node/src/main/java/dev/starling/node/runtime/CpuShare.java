package dev.starling.node.runtime;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Keeps the training thread from working more than its share of the time: after each batch it rests until what it worked is
 * no more than that. To the engine such a member is a slow one, which costs the others little; a rest is never longer than
 * one batch asks for, and whoever must stop the training wakes the thread. Counted is time on the clock, so a busy machine
 * gets more rest than was asked for, not less. Confined to the training thread.
 */
final class CpuShare {
    /** Shorter rests are put together: a thread is not woken on the nanosecond. */
    private static final long LEAST_REST_NANOS = 2_000_000;

    private final double restPerWork;
    private final LongSupplier clock;
    private final LongConsumer sleeper;
    private long sinceNanos;
    private double owedNanos;

    /**
     * @param share part of the time to work, above 0 and at most 1
     * @param clock nanoseconds
     * @param sleeper rests for so many nanoseconds; may wake earlier
     */
    CpuShare(double share, LongSupplier clock, LongConsumer sleeper) {
        this.restPerWork = (1 - share) / share;
        this.clock = clock;
        this.sleeper = sleeper;
        this.sinceNanos = clock.getAsLong();
    }

    /** That of a real thread. */
    static CpuShare of(double share) {
        return new CpuShare(share, System::nanoTime, LockSupport::parkNanos);
    }

    /** Work begins now; what was before counts as rest. */
    void begin() {
        sinceNanos = clock.getAsLong();
    }

    /** A piece of work is done: rests for it. */
    void worked() {
        long now = clock.getAsLong();
        owedNanos += (now - sinceNanos) * restPerWork;
        if (owedNanos >= LEAST_REST_NANOS) {
            sleeper.accept((long) owedNanos);
            long woken = clock.getAsLong();
            owedNanos = Math.max(0, owedNanos - (woken - now));
            now = woken;
        }
        sinceNanos = now;
    }
}
