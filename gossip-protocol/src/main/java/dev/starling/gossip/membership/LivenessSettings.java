package dev.starling.gossip.membership;

/**
 * Times of the failure detector, in nanoseconds.
 *
 * @param probeEvery a link is pinged so often
 * @param suspectAfter silence until a peer is suspect; at least two probes
 * @param deadAfter further silence until a suspect is dead
 */
public record LivenessSettings(long probeEvery, long suspectAfter, long deadAfter) {
    private static final long SECOND = 1_000_000_000L;

    public LivenessSettings {
        if (probeEvery <= 0 || suspectAfter < 2 * probeEvery || deadAfter <= 0) {
            throw new IllegalArgumentException("liveness times do not fit each other");
        }
    }

    /** Probes every second, suspect after three, dead three seconds later. */
    public static LivenessSettings defaults() {
        return new LivenessSettings(SECOND, 3 * SECOND, 3 * SECOND);
    }
}
