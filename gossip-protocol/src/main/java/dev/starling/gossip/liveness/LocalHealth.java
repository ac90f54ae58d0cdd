package dev.starling.gossip.liveness;

/**
 * How far this member trusts its own ears: Lifeguard's local health multiplier (Dadgar, Phillips, Currey, arXiv
 * 1707.00788, section 3). A member that misses answers, or that others suspect, may be the slow one itself; it then waits
 * longer before it blames anybody.
 */
final class LocalHealth {
    /** The paper's S: time-outs grow up to nine times. */
    static final int WORST = 8;

    private int score;

    /** Something points at this member itself. */
    void worse(int by) {
        score = Math.min(WORST, score + by);
    }

    /** A probe was answered. */
    void better() {
        score = Math.max(0, score - 1);
    }

    /** 0 when all is well, at most {@link #WORST}. */
    int score() {
        return score;
    }

    long stretched(long nanos) {
        return nanos * (1 + score);
    }
}
