package dev.starling.gossip.membership;

/**
 * Times of the failure detector, in nanoseconds.
 *
 * @param probeEvery the time of one probe: half of it for a direct answer, the rest for another try and for others to ask.
 *     The protocol period and the pace of news follow from it
 * @param deadAfter the least time that a suspect has to refute what is said of it
 */
public record LivenessSettings(long probeEvery, long deadAfter) {
    private static final long SECOND = 1_000_000_000L;

    public LivenessSettings {
        if (probeEvery <= 0 || deadAfter < probeEvery) {
            throw new IllegalArgumentException("liveness times do not fit each other");
        }
    }

    /** A second and three: a silent member is suspect everywhere after about three seconds, dead three to six later. */
    public static LivenessSettings defaults() {
        return new LivenessSettings(SECOND, 3 * SECOND);
    }
}
