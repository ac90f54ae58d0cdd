package dev.starling.gossip.exchange;

/**
 * When something is said again that was not answered: a few times at an even pace, because a message may be lost, then
 * with doubling pauses, because the peer may be busy. Times in nanoseconds of the engine's clock.
 */
final class Repeat {
    private static final int EVEN = 5;
    private static final int MOST_DOUBLINGS = 8;

    private long atNanos;
    private int times;

    /** Also what was said before a crash: nobody knows when. */
    private boolean repeated = true;

    private boolean started;

    /** It was said now for the first time. */
    void start(long nowNanos, long timeoutNanos) {
        restart(nowNanos, timeoutNanos);
        repeated = false;
        started = true;
    }

    /** The peer is there: it is said again soon, but what is due earlier is not put off, however often the peer is heard. */
    void hasten(long nowNanos, long timeoutNanos) {
        long soon = nowNanos + timeoutNanos;
        restart(nowNanos, atNanos - soon < 0 ? atNanos - nowNanos : timeoutNanos);
    }

    /** It was said again now, with hope of an answer. */
    void restart(long nowNanos, long timeoutNanos) {
        times = 0;
        atNanos = nowNanos + timeoutNanos;
        repeated = true;
    }

    /** It was said once more. */
    void again(long nowNanos, long timeoutNanos) {
        times++;
        repeated = true;
        atNanos = nowNanos + (timeoutNanos << Math.min(MOST_DOUBLINGS, Math.max(0, times - EVEN)));
    }

    /** The answer is late for another reason: its delay is no round trip. */
    void spoil() {
        repeated = true;
    }

    boolean due(long nowNanos) {
        return atNanos - nowNanos <= 0;
    }

    long atNanos() {
        return atNanos;
    }

    /** True when it was said for the first time since this engine began. */
    boolean started() {
        return started;
    }

    /** True when it was said once only, so that the answer's delay is a round trip (Karn's rule). */
    boolean first() {
        return !repeated;
    }
}
