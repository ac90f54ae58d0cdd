package dev.starling.gossip.liveness;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.LongConsumer;

/**
 * What is to be looked at when, in the order of time and then of asking. An alarm is never taken back: whatever it calls
 * finds out whether there is still something to do.
 */
final class Alarms {
    private record Alarm(long atNanos, long order, LongConsumer action) implements Comparable<Alarm> {
        @Override
        public int compareTo(Alarm other) {
            int byTime = Long.compare(atNanos, other.atNanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Alarm> queue = new PriorityQueue<>();
    private long asked;

    /** Calls {@code action} with the time once it is {@code atNanos} or later. */
    void at(long atNanos, LongConsumer action) {
        queue.add(new Alarm(atNanos, asked++, action));
    }

    /** Time of the first alarm, {@link Long#MAX_VALUE} when there is none. */
    long nextNanos() {
        Alarm first = queue.peek();
        return first == null ? Long.MAX_VALUE : first.atNanos;
    }

    /** Calls what is due. */
    void run(long nowNanos) {
        while (nextNanos() <= nowNanos) {
            queue.remove().action.accept(nowNanos);
        }
    }

    /** Moves every alarm back by so long. */
    void postpone(long nanos) {
        List<Alarm> all = new ArrayList<>(queue);
        queue.clear();
        all.forEach(alarm -> queue.add(new Alarm(alarm.atNanos + nanos, alarm.order, alarm.action)));
    }

    void clear() {
        queue.clear();
    }
}
