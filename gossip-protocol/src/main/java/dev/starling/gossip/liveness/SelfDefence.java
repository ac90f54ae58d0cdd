package dev.starling.gossip.liveness;

import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.admission.Reason;
import dev.starling.gossip.admission.Verdict;
import dev.starling.gossip.membership.MemberTable;
import dev.starling.gossip.message.Claim;
import dev.starling.gossip.message.ClaimKind;
import dev.starling.gossip.message.Claims;
import dev.starling.gossip.message.Grounds;
import dev.starling.gossip.message.SignedClaim;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What others say of this member, and its answer: an incarnation above the one that was accused, signed, to whoever
 * brought the news, to whoever accused it, and as a rumour to all. An incarnation is not kept on disk: a member that comes
 * back hears what is said of it and starts above that.
 */
final class SelfDefence {
    private static final int MOST_ACCUSATIONS = 32;

    private final Desk desk;
    private final Map<PeerId, Accusation> accusations = new LinkedHashMap<>();
    private long incarnation;
    private @Nullable SignedClaim own;

    SelfDefence(Desk desk) {
        this.desk = desk;
    }

    /** What others said of this member, each one's latest, oldest first. */
    List<Accusation> accusations() {
        return new ArrayList<>(accusations.values());
    }

    long incarnation() {
        return incarnation;
    }

    /** Whether a claim about this member is news to it. */
    Verdict judge(PeerId from, Claim claim) {
        if (claim.kind() == ClaimKind.QUARANTINED) {
            Accusation known = accusations.get(claim.author());
            boolean again = known != null && known.claim().equals(claim);
            return again ? Verdict.of(Reason.DUPLICATE) : Verdict.accept();
        }
        boolean ownWord = claim.kind() == ClaimKind.ALIVE;
        if (ownWord ? claim.incarnation() <= incarnation : claim.incarnation() < incarnation) {
            if (!ownWord) {
                answer(from);
            }
            return Verdict.of(Reason.STALE);
        }
        return Verdict.accept();
    }

    /** A claim about this member that is news, with a signature that holds. */
    void take(PeerId from, Claim claim, long nowNanos) {
        if (claim.kind() == ClaimKind.ALIVE) {
            // An earlier process of this member said it: its incarnations count.
            incarnation = claim.incarnation();
            return;
        }
        if (!claim.author().equals(desk.self())) {
            accusations.remove(claim.author());
            accusations.put(claim.author(), new Accusation(claim, nowNanos));
            if (accusations.size() > MOST_ACCUSATIONS) {
                accusations.remove(accusations.keySet().iterator().next());
            }
            desk.port().accused(claim);
        }
        if (claim.kind() != ClaimKind.QUARANTINED) {
            desk.doubtSelf(1);
            raise(claim.incarnation() + 1);
            answer(from);
            answer(claim.author());
        }
    }

    /** Says to all that this member is there, in a new incarnation. */
    void raise(long to) {
        incarnation = to;
        own = desk.port().sign(word(ClaimKind.ALIVE));
        desk.rumours().add(own);
    }

    /** What this member says when it goes. */
    SignedClaim farewell() {
        return desk.port().sign(word(ClaimKind.LEFT));
    }

    private Claim word(ClaimKind kind) {
        return new Claim(desk.self(), desk.self(), kind, Grounds.OWN_WORD, incarnation, 0);
    }

    private void answer(PeerId peer) {
        long link = desk.table().link(peer);
        if (own != null && link != MemberTable.NO_LINK) {
            desk.port().send(link, new Claims(List.of(own)));
        }
    }
}
