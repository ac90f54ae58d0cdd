package dev.starling.gossip;

import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.document.Member;
import dev.starling.gossip.admission.HeaderChecks;
import dev.starling.gossip.admission.Reason;
import dev.starling.gossip.admission.Verdict;
import dev.starling.gossip.message.Grounds;
import dev.starling.gossip.message.SignedHeader;
import dev.starling.gossip.message.SnapshotHeader.Seen;

/** Headers of snapshots that members announce: checked, then everything that follows from them. */
final class HeaderDesk {
    private final GossipEngine engine;
    private final HeaderChecks checks;

    HeaderDesk(GossipEngine engine) {
        this.engine = engine;
        this.checks = new HeaderChecks(
                engine.codec().headers()::verify,
                engine.ledger().parameters().bodyLengths(),
                engine.ledger().parameters()::knowsBase,
                engine.settings().lastSlot());
    }

    /** A header from a member. */
    void announced(PeerId from, SignedHeader header) {
        Member member = engine.roster().member(from).orElseThrow();
        Verdict verdict = checks.check(
                from,
                member,
                header,
                engine.exchanges().lifeOf(from),
                engine.exchanges().held(from),
                engine.roster().size());
        if (verdict.accepted()) {
            for (Seen seen : header.header().seen()) {
                compareWithOwn(from, seen);
            }
            engine.exchanges().headerArrived(header, engine.nowNanos());
        } else {
            engine.verdict(from, verdict);
            refused(from, header, verdict);
        }
    }

    private void refused(PeerId from, SignedHeader header, Verdict verdict) {
        if (verdict.equals(Verdict.of(Reason.BASE_UNKNOWN))) {
            engine.consolidation().baseUnknown(from, header);
        } else if (verdict.equals(Verdict.ignore(Reason.DUPLICATE))) {
            engine.exchanges().headerRepeated(header, engine.nowNanos());
        } else if (verdict.equals(Verdict.reject(Reason.EQUIVOCATION))) {
            engine.exchanges().quarantine(from, Grounds.EQUIVOCATION);
        }
    }

    private void compareWithOwn(PeerId from, Seen seen) {
        for (SignedHeader held : engine.exchanges().held(seen.member())) {
            if (held != null
                    && held.header().life() == seen.life()
                    && held.header().slot() == seen.slot()
                    && !held.root().equals(seen.root())) {
                engine.outbox()
                        .tell(new Report.Alarm("%s has seen another snapshot of %s for slot %d than we have"
                                .formatted(from, seen.member(), seen.slot())));
            }
        }
    }
}
