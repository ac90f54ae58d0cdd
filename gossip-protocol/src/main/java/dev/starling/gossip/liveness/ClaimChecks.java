package dev.starling.gossip.liveness;

import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.admission.Reason;
import dev.starling.gossip.admission.Verdict;
import dev.starling.gossip.membership.Liveness;
import dev.starling.gossip.message.Claim;
import dev.starling.gossip.message.ClaimKind;
import java.util.TreeMap;

/**
 * The checks of a claim before its signature is looked at, cheapest first: who may say it of whom, whether it is news, and
 * whether the peer that brings it has used up its share of verifications.
 */
final class ClaimChecks {
    /**
     * Nobody raises its incarnation by so many between two contacts. A claim beyond is nobody's honest word; without the
     * bound an accuser could name the highest number there is, which cannot be refuted.
     */
    static final long MOST_AHEAD = 1L << 24;

    /** Signatures verified for one peer in a probe's time. */
    static final int MOST_VERIFIED = 256;

    private final Desk desk;
    private final Opinions opinions;
    private final SelfDefence self;
    private final TreeMap<PeerId, Integer> verified = new TreeMap<>();
    private long sinceNanos;

    ClaimChecks(Desk desk, Opinions opinions, SelfDefence self) {
        this.desk = desk;
        this.opinions = opinions;
        this.self = self;
    }

    Verdict judge(PeerId from, Claim claim) {
        boolean known = desk.table().roster().contains(claim.author())
                && desk.table().roster().contains(claim.about());
        if (!known) {
            return Verdict.of(Reason.NOT_ON_ROSTER);
        }
        boolean ofOneself = claim.author().equals(claim.about());
        boolean aboutUs = claim.about().equals(desk.self());
        if (claim.kind().ofOneself() != ofOneself || (claim.kind() == ClaimKind.QUARANTINED && !aboutUs)) {
            return Verdict.of(Reason.MALFORMED);
        }
        long incarnation = aboutUs ? self.incarnation() : opinions.incarnation(claim.about());
        if (claim.incarnation() - incarnation > MOST_AHEAD) {
            return Verdict.of(Reason.INCARNATION_OUT_OF_RANGE);
        }
        return aboutUs ? self.judge(from, claim) : news(claim, incarnation);
    }

    private Verdict news(Claim claim, long incarnation) {
        if (claim.author().equals(desk.self())) {
            return Verdict.of(Reason.DUPLICATE);
        }
        if (claim.incarnation() < incarnation) {
            return Verdict.of(Reason.STALE);
        }
        Case known = opinions.find(claim.about());
        boolean later = claim.incarnation() > incarnation;
        boolean left = known != null && !later && known.says(ClaimKind.LEFT);
        boolean news = switch (claim.kind()) {
            case ALIVE -> later;
            case LEFT -> !left;
            case DEAD -> !left && !gone(claim);
            case SUSPECT -> !left && !gone(claim) && (later || known == null || mayAccuse(known, claim.author()));
            case QUARANTINED -> false;
        };
        return news ? Verdict.accept() : Verdict.of(Reason.DUPLICATE);
    }

    private boolean gone(Claim claim) {
        Liveness held = desk.table().liveness(claim.about());
        return held == Liveness.DEAD || held == Liveness.LEFT;
    }

    private static boolean mayAccuse(Case known, PeerId author) {
        return !known.says(ClaimKind.DEAD)
                && !known.accusers().contains(author)
                && known.accusers().size() <= Suspicion.CONFIRMATIONS;
    }

    /** True while signatures may be verified for this peer; counts one more. */
    boolean mayVerify(PeerId from, long nowNanos) {
        if (nowNanos - sinceNanos >= desk.settings().probeEvery()) {
            verified.clear();
            sinceNanos = nowNanos;
        }
        return verified.merge(from, 1, Integer::sum) <= MOST_VERIFIED;
    }
}
