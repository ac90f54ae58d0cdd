package dev.starling.gossip.liveness;

import dev.starling.gossip.membership.LivenessSettings;

/** What the theory of SWIM lets one expect; the oracle of tests. Also the length of the protocol period. */
public final class DetectionMath {
    /** The period never falls below this part of a probe's time. */
    private static final int SHORTEST = 5;

    private DetectionMath() {}

    /**
     * The protocol period: a member starts one probe in this time. With up to five others all are probed once in a probe's
     * time; with more it is a fifth of that.
     *
     * @param candidates others that a member probes, at least one
     */
    public static long periodNanos(int candidates, LivenessSettings settings) {
        return settings.probeEvery() / Math.min(SHORTEST, candidates);
    }

    /**
     * Whole periods until the first of n - 1 others starts a probe of a dead member, expected: 1 / (1 - (1 - 1/(n-1))^(n-1)),
     * which tends to e / (e - 1) = 1.58 (SWIM, DSN 2002, section 3.3).
     */
    public static double firstProbePeriods(int members) {
        double others = members - 1.0;
        return 1 / (1 - StrictMath.pow(1 - 1 / others, others));
    }

    /**
     * Rounds until a claim that each informed member hands to {@code fanout} random others a round has reached all,
     * expected: log_{fanout+1} n + ln n / fanout (Pittel, SIAM J. Appl. Math. 47, 1987, for one; the same argument for
     * more).
     */
    public static double roundsToAll(int members, int fanout) {
        double ln = StrictMath.log(members);
        return ln / StrictMath.log(fanout + 1) + ln / fanout;
    }

    /**
     * Probability that a live member does not answer one probe when each frame is lost with this probability: two direct
     * tries, and {@code helpers} others once (SWIM, section 3.1, with the second try that a probe makes here).
     */
    public static double falseAlarm(double loss, int helpers) {
        double there = 1 - loss;
        double direct = 1 - there * there;
        double indirect = 1 - there * there * there * there;
        return direct * direct * StrictMath.pow(indirect, helpers);
    }
}
