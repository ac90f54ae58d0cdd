package dev.starling.gossip.exchange;

/**
 * How long a peer takes to answer when nothing is lost: the least of the last eight to sixteen times, as BBR looks at round
 * trips (Cardwell et al. 2016). A mean would not do: where messages are lost, answers are late because they were asked for
 * late, which would make the next one be asked for still later. Times in nanoseconds. Confined to the engine's thread.
 */
final class RoundTrip {
    private static final int WINDOW = 8;
    private static final int PATIENCE = 4;
    private static final long LEAST_TIMEOUT_NANOS = 50_000_000L;
    private static final long FIRST_TIMEOUT_NANOS = 200_000_000L;
    private static final long MOST_TIMEOUT_NANOS = 4_000_000_000L;
    private static final long NEVER = Long.MAX_VALUE;

    private long before = NEVER;
    private long least = NEVER;
    private int measured;

    void measured(long nanos) {
        if (measured == WINDOW) {
            before = least;
            least = NEVER;
            measured = 0;
        }
        least = Math.min(least, nanos);
        measured++;
    }

    boolean known() {
        return measured > 0;
    }

    /** After so long an answer is overdue: it was lost, or the peer is busy, and asking again costs little. */
    long timeoutNanos() {
        long patient = PATIENCE * Math.min(MOST_TIMEOUT_NANOS, Math.min(before, least));
        return known() ? Math.max(LEAST_TIMEOUT_NANOS, Math.min(MOST_TIMEOUT_NANOS, patient)) : FIRST_TIMEOUT_NANOS;
    }
}
