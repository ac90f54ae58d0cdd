package dev.starling.gossip;

import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock that nobody waits for, and what is due: in the order of time, and at one time in the order of asking. */
public final class VirtualTime {
    private record Due(long atNanos, long order, Runnable action) {}

    private final PriorityQueue<Due> queue =
            new PriorityQueue<>(Comparator.comparingLong(Due::atNanos).thenComparingLong(Due::order));
    private long nowNanos;
    private long order;

    /** A clock that begins at 0. */
    public VirtualTime() {
        this(0);
    }

    public VirtualTime(long originNanos) {
        this.nowNanos = originNanos;
    }

    public long now() {
        return nowNanos;
    }

    /** Runs the action when so much time has passed. */
    public void after(long nanos, Runnable action) {
        queue.add(new Due(nowNanos + nanos, order++, action));
    }

    /** Runs everything that is due within so many nanoseconds, also what that asks for. */
    public void run(long nanos) {
        long end = nowNanos + nanos;
        while (!queue.isEmpty() && queue.peek().atNanos() <= end) {
            Due due = queue.remove();
            nowNanos = due.atNanos();
            due.action().run();
        }
        nowNanos = end;
    }
}
