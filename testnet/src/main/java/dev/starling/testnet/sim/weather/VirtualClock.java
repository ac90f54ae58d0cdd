package dev.starling.testnet.sim.weather;

/**
 * A member's clock: an origin of its own, and a little fast or slow.
 *
 * @param originNanos what it shows at time 0
 * @param partsPerMillion how much faster than time it runs
 */
public record VirtualClock(long originNanos, int partsPerMillion) {
    private static final long MILLION = 1_000_000L;

    /** What it shows at this time. */
    public long local(long timeNanos) {
        return originNanos
                + timeNanos
                + timeNanos / MILLION * partsPerMillion
                + timeNanos % MILLION * partsPerMillion / MILLION;
    }

    /** The first time at which this clock shows so much. */
    public long time(long localNanos) {
        long shown = localNanos - originNanos;
        long time = shown - (long) ((double) shown * partsPerMillion / (MILLION + partsPerMillion));
        while (local(time) < localNanos) {
            time++;
        }
        while (local(time - 1) >= localNanos) {
            time--;
        }
        return time;
    }
}
