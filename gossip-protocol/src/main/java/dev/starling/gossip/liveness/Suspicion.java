package dev.starling.gossip.liveness;

import dev.starling.crypto.identity.PeerId;
import java.util.TreeSet;

/**
 * A member is suspect, and this is for how long before it counts as dead: Lifeguard's dynamic suspicion (arXiv
 * 1707.00788, section 3). One accuser alone has to wait; each independent one shortens the wait, on a logarithmic scale,
 * down to its least.
 */
final class Suspicion {
    /** The paper's K: so many confirmations bring the wait down to its least. */
    static final int CONFIRMATIONS = 3;

    /** One accuser alone waits so many times as long as {@link #CONFIRMATIONS} and one do. */
    private static final int ALONE_FACTOR = 3;

    private final TreeSet<PeerId> accusers = new TreeSet<>();
    private final int confirmationsWanted;
    private final long leastNanos;
    private long sinceNanos;

    /**
     * @param members on the roster, this one and the suspect counted
     * @param leastNanos the wait with all confirmations, for up to ten members; more members wait longer, because news
     *     take longer to reach everybody and to come back
     */
    Suspicion(long nowNanos, int members, long leastNanos, Rules rules) {
        this.sinceNanos = nowNanos;
        this.confirmationsWanted = rules.sharedSuspicion() ? Math.max(0, Math.min(CONFIRMATIONS, members - 2)) : 0;
        this.leastNanos = (long) (leastNanos * Math.max(1, StrictMath.log10(members)));
    }

    /** One more accuser. */
    void accusedBy(PeerId accuser) {
        accusers.add(accuser);
    }

    /** When the suspect counts as dead. */
    long deadlineNanos() {
        int confirmations = Math.max(0, Math.min(confirmationsWanted, accusers.size() - 1));
        if (confirmations == confirmationsWanted) {
            return sinceNanos + leastNanos;
        }
        double most = (double) ALONE_FACTOR * leastNanos;
        double shrink = StrictMath.log(confirmations + 1) / StrictMath.log(confirmationsWanted + 1);
        return sinceNanos + (long) (most - (most - leastNanos) * shrink);
    }

    /** This member was away itself for so long. */
    void postpone(long nanos) {
        sinceNanos += nanos;
    }
}
