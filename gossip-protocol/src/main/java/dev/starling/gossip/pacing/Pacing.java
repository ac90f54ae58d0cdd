package dev.starling.gossip.pacing;

import java.util.Arrays;
import java.util.OptionalInt;

/**
 * When a slot ends. No clock and no barrier: a member trains on when all of its neighbours are done with it, or soon after
 * most of them have published, and in any case after a while that follows from what it measured. Exchanges that are under
 * way then go on beside the training; only the next publication, which would break them off, waits for them, and not for
 * long. Whoever missed several exchanges in a row is not waited for. A member that is still training when most have
 * published stops and catches up to the lower median of their slots, which a minority can neither hold back nor push
 * forward. Confined to the engine's thread; times in nanoseconds of the engine's clock.
 */
public final class Pacing {
    private static final long LEAST_NANOS = 500_000_000L;
    private static final long NEVER = Long.MAX_VALUE;

    /** So many times half a second is more than a minute: enough for a large model on a slow line. */
    private static final int MOST_PATIENCE = 128;

    private static final int PATIENCE_PER_SLICE = 8;

    private static final int PATIENCE_WITH_MEASURED = 16;

    private final int mostPatience;
    private final Smoothed exchange = new Smoothed();
    private long trainingNanos;
    private int patience = 1;
    private long publishedAtNanos;
    private long majorityAtNanos = NEVER;
    private long overtakenAtNanos = NEVER;

    /**
     * @param slices of one model: a small one that is late was lost, and waiting longer does not bring it
     */
    public Pacing(int slices) {
        this.mostPatience = Math.min(MOST_PATIENCE, PATIENCE_PER_SLICE * slices);
    }

    /** A training of the full number of steps took so long, padding included. */
    public void trained(long nanos) {
        trainingNanos = nanos;
    }

    /** An exchange took so long. */
    public void exchanged(long nanos) {
        exchange.measured(nanos);
        patience = 1;
    }

    /**
     * The slot is over although the exchange with a neighbour that had published it is not, or that of an earlier slot was
     * over before the neighbour's header came: the measured time was too hopeful. With each such slot the waiting doubles
     * until an exchange finishes; after several the measured time is forgotten.
     */
    public void missed() {
        patience = Math.min(mostPatience, 2 * patience);
        if (patience > PATIENCE_WITH_MEASURED) {
            exchange.forget();
        }
    }

    /** Smoothed time of an exchange, 0 when none was measured. */
    public long exchangeNanos() {
        return exchange.meanNanos();
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

    /** A training starts now. */
    public void training() {
        overtakenAtNanos = NEVER;
    }

    /**
     * True when a training must end with its batch: most have published its slot longer ago than exchanges take, or
     * most have published a later one. Whoever is behind by no more than that has been held up by exchanges, and trains all
     * of its steps: the others are at theirs meanwhile.
     *
     * @param slot the slot in training
     * @param catchUp what {@link #catchUp} says of it
     */
    public boolean mustStop(long nowNanos, int slot, OptionalInt catchUp) {
        if (catchUp.isEmpty()) {
            overtakenAtNanos = NEVER;
            return false;
        }
        if (overtakenAtNanos == NEVER) {
            overtakenAtNanos = nowNanos;
        }
        return catchUp.getAsInt() > slot || nowNanos - stopDueNanos() >= 0;
    }

    /** When {@link #mustStop} comes true if nothing happens, {@link Long#MAX_VALUE} when never. */
    public long stopDueNanos() {
        return overtakenAtNanos == NEVER ? NEVER : overtakenAtNanos + exchange.expectedNanos();
    }

    /** True when the next training may start. */
    public boolean mayTrain(long nowNanos, Company company) {
        if (majorityAtNanos == NEVER && 2 * company.published() > company.neighbours()) {
            majorityAtNanos = nowNanos;
        }
        boolean allDone = company.resolved() >= company.neighbours();
        boolean restIsLate = majorityAtNanos != NEVER && company.awaited() == 0;
        return allDone || restIsLate || nowNanos - deadlineNanos() >= 0;
    }

    /** When the waiting before the next training ends at the latest, given what has been seen so far. */
    public long deadlineNanos() {
        long slot = trainingNanos + exchange.expectedNanos();
        long last = publishedAtNanos + Math.max(3 * slot, exchangeLimitNanos());
        return majorityAtNanos == NEVER ? last : Math.min(last, majorityAtNanos + graceNanos());
    }

    /**
     * After so long two members that have both published a slot do not keep each other from publishing the next one any
     * more.
     */
    public long exchangeLimitNanos() {
        long measured = Math.max(4 * exchange.meanNanos(), exchange.expectedNanos());
        return Math.max(patience * LEAST_NANOS, measured);
    }

    private long graceNanos() {
        long expected = patience * (exchange.known() ? exchange.expectedNanos() : LEAST_NANOS);
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
