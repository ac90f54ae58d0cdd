package dev.starling.gossip.exchange;

import java.util.Arrays;
import java.util.OptionalInt;

/**
 * When a slot ends. No clock and no barrier: a member goes on when all of its neighbours are done with it, or soon after
 * most of them have published, and in any case after a while that follows from what it measured. A member that is still
 * training when most have published stops and catches up to the lower median of their slots, which a minority can neither
 * hold back nor push forward. Confined to the engine's thread; times in nanoseconds of the engine's clock.
 */
public final class Pacing {
    private static final long LEAST_NANOS = 500_000_000L;
    private static final long NEVER = Long.MAX_VALUE;

    /** Half a second, doubled so often, is more than a minute: enough for a large model on a slow line. */
    private static final int MOST_PATIENCE = 128;

    private static final int PATIENCE_WITH_MEASURED = 16;

    private long trainingNanos;
    private long exchangeNanos;
    private long deviationNanos;
    private int patience = 1;
    private long publishedAtNanos;
    private long majorityAtNanos = NEVER;

    /** A training of the full number of steps took so long, padding included. */
    public void trained(long nanos) {
        trainingNanos = nanos;
    }

    /** An exchange took so long; mean and deviation are smoothed as TCP does for its round trips (RFC 6298). */
    public void exchanged(long nanos) {
        if (exchangeNanos == 0) {
            exchangeNanos = Math.max(1, nanos);
            deviationNanos = nanos / 2;
        } else {
            deviationNanos = (3 * deviationNanos + Math.abs(exchangeNanos - nanos)) / 4;
            exchangeNanos = (7 * exchangeNanos + nanos) / 8;
        }
        patience = 1;
    }

    /**
     * The waiting ended although a neighbour had published this slot: the measured time was too hopeful. After several such
     * slots with no exchange at all it is forgotten, and while none is measured the waiting doubles until one finishes.
     */
    public void missed() {
        patience = Math.min(MOST_PATIENCE, 2 * patience);
        if (patience > PATIENCE_WITH_MEASURED) {
            exchangeNanos = 0;
            deviationNanos = 0;
        }
    }

    /** Smoothed time of an exchange, 0 when none was measured. */
    public long exchangeNanos() {
        return exchangeNanos;
    }

    /** The last full training. */
    public long trainingNanos() {
        return trainingNanos;
    }

    /** This member published: its slot's waiting begins. */
    public void published(long nowNanos) {
        publishedAtNanos = nowNanos;
        majorityAtNanos = NEVER;
    }

    /**
     * True when the next slot may start.
     *
     * @param neighbours live, unpaused neighbours of this slot
     * @param resolved those that have exchanged, refused, passed or left
     * @param published those that have published this slot or a later one
     */
    public boolean mayAdvance(long nowNanos, int neighbours, int resolved, int published) {
        if (majorityAtNanos == NEVER && 2 * published > neighbours) {
            majorityAtNanos = nowNanos;
        }
        return resolved >= neighbours || nowNanos - deadlineNanos() >= 0;
    }

    /** When the waiting ends at the latest, given what has been seen so far. */
    public long deadlineNanos() {
        long exchange = exchangeNanos == 0 ? patience * LEAST_NANOS : Math.max(LEAST_NANOS, 4 * exchangeNanos);
        long last = publishedAtNanos + Math.max(3 * trainingNanos, exchange);
        return majorityAtNanos == NEVER ? last : Math.min(last, majorityAtNanos + graceNanos());
    }

    private long graceNanos() {
        long expected = patience * (exchangeNanos == 0 ? LEAST_NANOS : exchangeNanos + 4 * deviationNanos);
        return Math.max(trainingNanos / 10, expected);
    }

    /**
     * The slot to publish at once instead of training on; empty while no majority has published {@code slot}.
     *
     * @param slot the slot this member trains
     * @param neighbourSlots latest slots of its live, unpaused neighbours
     */
    public static OptionalInt catchUp(int slot, int[] neighbourSlots) {
        int published = 0;
        for (int s : neighbourSlots) {
            published += s >= slot ? 1 : 0;
        }
        if (2 * published <= neighbourSlots.length) {
            return OptionalInt.empty();
        }
        int[] sorted = neighbourSlots.clone();
        Arrays.sort(sorted);
        return OptionalInt.of(Math.max(slot, sorted[(sorted.length - 1) / 2]));
    }
}
