package dev.starling.gossip.exchange;

/** Round trips to each peer, and of all together for those that were never measured. Confined to the engine's thread. */
final class RoundTrips {
    private final RoundTrip everybody = new RoundTrip();

    /** The peer's answer to what was said once took so long. */
    void measured(Pair pair, long nanos) {
        pair.roundTrip.measured(nanos);
        everybody.measured(nanos);
    }

    /** After so long an answer of the peer is overdue. */
    long timeoutNanos(Pair pair) {
        return pair.roundTrip.known() ? pair.roundTrip.timeoutNanos() : everybody.timeoutNanos();
    }

    /** After so long without a slice what is missing of a body is overdue: one round trip for each, whatever the line. */
    long sliceTimeoutNanos(Pair pair, int missing) {
        return timeoutNanos(pair) * Math.max(1, missing);
    }
}
