package dev.starling.gossip.liveness;

import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.membership.Liveness;
import dev.starling.gossip.membership.MemberTable;
import dev.starling.gossip.membership.MemberTable.Entry;
import dev.starling.gossip.message.Claim;
import dev.starling.gossip.message.ClaimKind;
import dev.starling.gossip.message.Claims;
import dev.starling.gossip.message.Grounds;
import dev.starling.gossip.message.SignedClaim;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What this member holds of the others, from its own probes and from what others say. Own evidence goes first: whoever is
 * linked and alive here is probed when others accuse it, and is suspect only when it does not answer. A {@link Case} is
 * kept only of those who are not alive or have been accused.
 */
final class Opinions {
    private final Desk desk;
    private final BiConsumer<PeerId, Long> probe;
    private final TreeMap<PeerId, Case> cases = new TreeMap<>();

    /**
     * @param probe probes a peer at once
     */
    Opinions(Desk desk, BiConsumer<PeerId, Long> probe) {
        this.desk = desk;
        this.probe = probe;
    }

    @Nullable
    Case find(PeerId peer) {
        return cases.get(peer);
    }

    private Case caseOf(PeerId peer) {
        return cases.computeIfAbsent(peer, Case::new);
    }

    /** The highest incarnation of a peer that is known here. */
    long incarnation(PeerId peer) {
        Case known = cases.get(peer);
        return known == null ? 0 : known.incarnation();
    }

    /** Anything sound came from the peer; it greeted, when it may have been away. */
    void heard(PeerId peer, boolean greeted, long nowNanos) {
        Liveness before = desk.table().liveness(peer);
        desk.table().contact(peer, nowNanos);
        if (before == Liveness.SUSPECT || before == Liveness.DEAD || (before == Liveness.LEFT && greeted)) {
            hold(caseOf(peer), Liveness.ALIVE, local(peer, ClaimKind.ALIVE, Grounds.OWN_WORD, nowNanos), nowNanos);
        }
    }

    /** The peer is no member any more. */
    void forget(PeerId peer) {
        Case known = cases.remove(peer);
        if (known != null) {
            known.suspected(null);
        }
    }

    /** A link that should be there is not: of no use here until it is back, whatever others say. */
    void linkMissing(PeerId peer, long nowNanos) {
        Entry entry = desk.table().find(peer);
        boolean away =
                nowNanos - (entry == null ? nowNanos : entry.linkLostNanos()) >= FailureDetector.WITHOUT_LINK_NANOS;
        if (away && !desk.table().onDemand() && desk.table().link(peer) == MemberTable.NO_LINK) {
            unreachable(peer, nowNanos);
        }
    }

    /** There is no link to the peer, and there should be one. */
    void unreachable(PeerId peer, long nowNanos) {
        if (desk.table().alive(peer)) {
            hold(caseOf(peer), Liveness.SUSPECT, local(peer, ClaimKind.SUSPECT, Grounds.NO_LINK, nowNanos), nowNanos);
            probe.accept(peer, nowNanos);
        }
    }

    /** A probe was answered, or others reached the peer: without a link it is of use only where links are made on demand. */
    void answered(PeerId peer, long nowNanos) {
        Case known = cases.get(peer);
        boolean onlyUnlinked = desk.table().liveness(peer) == Liveness.SUSPECT
                && desk.table().link(peer) == MemberTable.NO_LINK
                && (known == null || known.suspicion() == null);
        if (onlyUnlinked && desk.table().onDemand()) {
            hold(caseOf(peer), Liveness.ALIVE, local(peer, ClaimKind.ALIVE, Grounds.OWN_WORD, nowNanos), nowNanos);
        }
    }

    /** Neither this member nor those whom it asked reached the peer. */
    void unanswered(PeerId peer, long nowNanos) {
        Liveness before = desk.table().liveness(peer);
        if (before != Liveness.ALIVE && before != Liveness.SUSPECT) {
            return;
        }
        boolean linked = desk.table().link(peer) != MemberTable.NO_LINK;
        Claim claim = local(peer, ClaimKind.SUSPECT, linked ? Grounds.NO_ANSWER : Grounds.LINK_LOST, nowNanos);
        Case accused = caseOf(peer);
        Suspicion suspicion = suspect(accused, claim, nowNanos);
        if (accused.accusers().size() <= Suspicion.CONFIRMATIONS
                && !accused.accusers().contains(desk.self())) {
            say(accused, claim);
            suspicion.accusedBy(desk.self());
            arm(accused, suspicion);
        }
    }

    /** Somebody else's claim, new and with a signature that holds. */
    void take(SignedClaim signed, long nowNanos) {
        Claim claim = signed.claim();
        Case subject = caseOf(claim.about());
        if (claim.incarnation() > subject.incarnation() || claim.kind() == ClaimKind.LEFT) {
            subject.renew(claim.incarnation());
        }
        desk.rumours().add(signed);
        switch (claim.kind()) {
            case ALIVE -> refuted(subject, claim, nowNanos);
            case LEFT -> {
                subject.add(signed);
                hold(subject, Liveness.LEFT, claim, nowNanos);
            }
            case SUSPECT, DEAD -> {
                subject.add(signed);
                accused(subject, signed, nowNanos);
            }
            case QUARANTINED -> throw new IllegalArgumentException("not about third ones");
        }
        settle(subject);
    }

    /** The peer itself said that it goes. */
    void left(PeerId peer, long nowNanos) {
        hold(caseOf(peer), Liveness.LEFT, local(peer, ClaimKind.LEFT, Grounds.OWN_WORD, nowNanos), nowNanos);
    }

    private void refuted(Case subject, Claim claim, long nowNanos) {
        PeerId peer = subject.about();
        if (desk.table().link(peer) != MemberTable.NO_LINK || desk.table().onDemand()) {
            hold(subject, Liveness.ALIVE, claim, nowNanos);
        } else {
            hold(subject, Liveness.SUSPECT, local(peer, ClaimKind.SUSPECT, Grounds.NO_LINK, nowNanos), nowNanos);
        }
    }

    private void accused(Case subject, SignedClaim signed, long nowNanos) {
        Claim claim = signed.claim();
        PeerId peer = subject.about();
        Liveness before = desk.table().liveness(peer);
        if (before == Liveness.ALIVE && desk.table().link(peer) != MemberTable.NO_LINK) {
            tell(peer, List.of(signed));
            probe.accept(peer, nowNanos);
        } else if (claim.kind() == ClaimKind.DEAD) {
            hold(subject, Liveness.DEAD, claim, nowNanos);
        } else if (before == Liveness.ALIVE || before == Liveness.SUSPECT) {
            suspect(subject, claim, nowNanos);
        }
    }

    /** The peer is suspect now, if it was not before; whoever has accused it counts. */
    private Suspicion suspect(Case subject, Claim claim, long nowNanos) {
        Suspicion suspicion = subject.suspicion();
        if (suspicion == null) {
            suspicion = new Suspicion(nowNanos, desk.members(), desk.settings().deadAfter(), desk.rules());
            if (desk.table().liveness(subject.about()) == Liveness.SUSPECT) {
                subject.hold(claim, nowNanos);
            }
            hold(subject, Liveness.SUSPECT, claim, nowNanos);
            subject.suspected(suspicion);
        }
        subject.accusers().forEach(suspicion::accusedBy);
        arm(subject, suspicion);
        return suspicion;
    }

    private void arm(Case subject, Suspicion suspicion) {
        desk.alarms().at(suspicion.deadlineNanos(), now -> timeout(subject, suspicion, now));
    }

    private void timeout(Case subject, Suspicion suspicion, long nowNanos) {
        if (subject.suspicion() == suspicion && suspicion.deadlineNanos() <= nowNanos) {
            Claim why = subject.why();
            Grounds grounds = why == null ? Grounds.NO_ANSWER : why.grounds();
            Claim claim = local(subject.about(), ClaimKind.DEAD, grounds, nowNanos);
            say(subject, claim);
            hold(subject, Liveness.DEAD, claim, nowNanos);
        }
    }

    /** This member was away itself for so long: nobody is to suffer for it. */
    void postpone(long nanos) {
        cases.values().forEach(each -> {
            Suspicion suspicion = each.suspicion();
            if (suspicion != null) {
                suspicion.postpone(nanos);
            }
        });
    }

    /** Signed claims about the peer that stand: it is told before anybody else. */
    void tellAccused(PeerId peer) {
        Case known = cases.get(peer);
        if (known != null && !known.claims().isEmpty()) {
            tell(peer, known.claims());
        }
    }

    private void tell(PeerId peer, List<SignedClaim> claims) {
        long link = desk.table().link(peer);
        if (link != MemberTable.NO_LINK && desk.rules().buddy()) {
            desk.port().send(link, new Claims(claims));
        }
    }

    private void say(Case subject, Claim claim) {
        SignedClaim signed = desk.port().sign(claim);
        subject.add(signed);
        desk.rumours().add(signed);
    }

    private Claim local(PeerId about, ClaimKind kind, Grounds grounds, long nowNanos) {
        Entry entry = desk.table().find(about);
        long silent = entry == null || !entry.met() ? 0 : (nowNanos - entry.lastContactNanos()) / 1_000_000;
        int silentMillis = kind.accusation() ? (int) Math.min(Integer.MAX_VALUE, Math.max(0, silent)) : 0;
        return new Claim(desk.self(), about, kind, grounds, incarnation(about), silentMillis);
    }

    private void hold(Case subject, Liveness liveness, Claim why, long nowNanos) {
        PeerId peer = subject.about();
        if (liveness != Liveness.SUSPECT) {
            subject.suspected(null);
        }
        if (desk.table().liveness(peer) != liveness) {
            desk.table().hold(peer, liveness);
            subject.hold(why, nowNanos);
            desk.port().changed(peer, liveness, why);
        }
        settle(subject);
    }

    /** For a newcomer: of each member that is not alive here one claim that says so, as far as there are any. */
    List<SignedClaim> notAlive() {
        List<SignedClaim> claims = new ArrayList<>();
        for (Case each : cases.values()) {
            if (!desk.table().alive(each.about()) && !each.claims().isEmpty()) {
                claims.add(each.claims().get(each.claims().size() - 1));
            }
        }
        return claims;
    }

    /** Of a peer that is alive and never was accused nothing is kept. */
    private void settle(Case subject) {
        if (desk.table().alive(subject.about()) && subject.blank()) {
            cases.remove(subject.about());
        }
    }
}
