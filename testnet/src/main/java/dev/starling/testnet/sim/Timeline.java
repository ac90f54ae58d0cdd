package dev.starling.testnet.sim;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Virtual time and what is due: in the order of time, and at one time in the order of asking. Confined to one thread. */
final class Timeline {
    private record Due(long atNanos, long order, Runnable action) {}

    private final PriorityQueue<Due> queue =
            new PriorityQueue<>(Comparator.comparingLong(Due::atNanos).thenComparingLong(Due::order));
    private long nowNanos;
    private long order;

    long nowNanos() {
        return nowNanos;
    }

    /** Runs the action at this time, or as soon as possible when that is past. */
    void at(long atNanos, Runnable action) {
        queue.add(new Due(Math.max(atNanos, nowNanos), order++, action));
    }

    void after(long nanos, Runnable action) {
        at(nowNanos + nanos, action);
    }

    /** Takes the next action, unless nothing is due until then. */
    boolean next(long untilNanos) {
        Due due = queue.peek();
        if (due == null || due.atNanos() > untilNanos) {
            return false;
        }
        queue.remove();
        nowNanos = due.atNanos();
        due.action().run();
        return true;
    }

    /** Nothing is due until then any more. */
    void passTo(long atNanos) {
        nowNanos = Math.max(nowNanos, atNanos);
    }
}
