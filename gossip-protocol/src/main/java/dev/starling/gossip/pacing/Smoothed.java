package dev.starling.gossip.pacing;

/** A time that is measured again and again: mean and deviation, smoothed as TCP does for its round trips (RFC 6298). */
final class Smoothed {
    private long mean;
    private long deviation;

    void measured(long nanos) {
        if (mean == 0) {
            mean = Math.max(1, nanos);
            deviation = nanos / 2;
        } else {
            deviation = (3 * deviation + Math.abs(mean - nanos)) / 4;
            mean = (7 * mean + nanos) / 8;
        }
    }

    void forget() {
        mean = 0;
        deviation = 0;
    }

    boolean known() {
        return mean != 0;
    }

    /** 0 while nothing was measured. */
    long meanNanos() {
        return mean;
    }

    /** Mean and four deviations: hardly ever does it take longer. 0 while nothing was measured. */
    long expectedNanos() {
        return mean + 4 * deviation;
    }
}
