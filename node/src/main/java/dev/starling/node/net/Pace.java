package dev.starling.node.net;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.LongSupplier;

/**
 * How fast all links of a node together may move bytes in one direction. What is large waits for its turn, in the order of
 * asking, so that no link starves another; what is small goes at once, is counted all the same, and so is made up for by
 * what is large. Nothing is saved up: over any time t, at most rate * t bytes pass, besides one turn and what is small.
 * Confined to the event loop.
 */
final class Pace {
    private static final long SECOND = 1_000_000_000L;

    private final long bytesPerSecond;
    private final LongSupplier nanos;
    private final Timer timer;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private long freeAtNanos;
    private boolean armed;

    /** Runs something later, on the same thread. */
    interface Timer {
        void after(long nanos, Runnable task);
    }

    /**
     * @param bytesPerSecond 0 for no bound
     * @param nanos a clock
     */
    Pace(long bytesPerSecond, LongSupplier nanos, Timer timer) {
        this.bytesPerSecond = bytesPerSecond;
        this.nanos = nanos;
        this.timer = timer;
        this.freeAtNanos = nanos.getAsLong();
    }

    boolean bounded() {
        return bytesPerSecond > 0;
    }

    /** So many bytes pass. */
    void passed(int bytes) {
        if (bounded()) {
            long now = nanos.getAsLong();
            freeAtNanos = (freeAtNanos - now > 0 ? freeAtNanos : now) + bytes * SECOND / bytesPerSecond;
        }
    }

    /** True when what passed so far is within the bound. */
    boolean free() {
        return freeAtNanos - nanos.getAsLong() <= 0;
    }

    /** Runs a turn once it is free and whoever asked earlier had theirs; never before this method returns. */
    void inTurn(Runnable turn) {
        if (bounded()) {
            waiting.add(turn);
            arm();
        } else {
            timer.after(0, turn);
        }
    }

    private void arm() {
        if (!armed && !waiting.isEmpty()) {
            armed = true;
            timer.after(Math.max(0, freeAtNanos - nanos.getAsLong()), this::next);
        }
    }

    private void next() {
        armed = false;
        if (free()) {
            waiting.remove().run();
        }
        arm();
    }
}
