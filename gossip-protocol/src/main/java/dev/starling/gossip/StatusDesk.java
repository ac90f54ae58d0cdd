package dev.starling.gossip;

import dev.starling.crypto.trust.document.Member;
import dev.starling.gossip.EngineStatus.Consolidation;
import dev.starling.gossip.EngineStatus.PeerStatus;
import dev.starling.gossip.EngineStatus.Standing;
import dev.starling.gossip.admission.Reason;
import dev.starling.gossip.consolidation.Ballots;
import dev.starling.gossip.exchange.Ledger;
import dev.starling.gossip.membership.MemberTable;
import dev.starling.gossip.sums.SumProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Puts together what an engine knows, for people. No state. */
final class StatusDesk {
    private StatusDesk() {}

    static EngineStatus of(GossipEngine engine, Map<Reason, Long> verdicts, long nowNanos) {
        Ledger ledger = engine.ledger();
        Ballots ballots = ledger.ballots();
        return new EngineStatus(
                engine.cycle().phase(),
                ledger.life(),
                ledger.slot(),
                ledger.parameters().consensusDistance(),
                engine.cycle().pausers(),
                ledger.openTransactions(),
                ledger.voids(),
                engine.cycle().privateSlots(),
                peers(engine, nowNanos),
                verdicts,
                engine.exchanges().completed(),
                engine.detector().doubt(),
                engine.detector().accusations().stream()
                        .map(accusation -> Standing.of(accusation, nowNanos))
                        .toList(),
                ballots.last().map(model -> new Consolidation(model.index(), ballots.reachedSlot(), model.model())),
                engine.settings().statisticsWords() > 0 ? engine.sums().scalingProgress(nowNanos) : SumProgress.NONE,
                engine.sums().metrics(),
                engine.sums().metricsProgress(nowNanos));
    }

    private static List<PeerStatus> peers(GossipEngine engine, long nowNanos) {
        List<PeerStatus> peers = new ArrayList<>();
        MemberTable members = engine.members();
        for (Member member : engine.roster().members()) {
            if (!member.id().equals(engine.self())) {
                MemberTable.Entry entry = members.find(member.id());
                peers.add(new PeerStatus(
                        member.id(),
                        member.organisation(),
                        members.liveness(member.id()),
                        members.link(member.id()) != MemberTable.NO_LINK,
                        engine.exchanges().isQuarantined(member.id()),
                        engine.exchanges().isPaused(member.id()),
                        engine.addresses().dialsOutOnly(member.id()),
                        entry != null && entry.met() ? (nowNanos - entry.lastContactNanos()) / 1_000_000 : -1,
                        entry == null ? 0 : entry.roundTripNanos() / 1000,
                        engine.exchanges().slotOf(member.id()),
                        engine.detector().why(member.id()).map(reason -> Standing.of(reason, nowNanos))));
            }
        }
        return peers;
    }
}
