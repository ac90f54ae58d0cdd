package dev.starling.gossip;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Revocation;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.RosterEntry;
import dev.starling.crypto.trust.document.Member;
import dev.starling.gossip.admission.Verdict;
import dev.starling.gossip.exchange.ExchangePort;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.journal.Snapshot;
import dev.starling.gossip.membership.MemberTable;
import dev.starling.gossip.membership.RosterPort;
import dev.starling.gossip.message.Body;
import dev.starling.gossip.message.FarewellCode;
import dev.starling.gossip.message.Grounds;
import dev.starling.gossip.message.JoinStatus;
import dev.starling.gossip.message.Message;
import dev.starling.gossip.message.SumList;
import dev.starling.gossip.message.Want;
import dev.starling.gossip.sums.FederatedMetrics;
import dev.starling.gossip.sums.SumPort;
import dev.starling.gossip.wire.SliceFrames;
import java.util.List;

/** The engine as its exchange and its roster desk see it. */
final class EnginePorts implements ExchangePort, RosterPort, SumPort {
    private final GossipEngine engine;

    EnginePorts(GossipEngine engine) {
        this.engine = engine;
    }

    @Override
    public void send(PeerId peer, Message message) {
        long link = engine.members().link(peer);
        if (link != MemberTable.NO_LINK) {
            engine.outbox().emitWhenDurable(new Effect.Send(link, engine.codec().encode(message)));
        }
    }

    @Override
    public void stream(PeerId peer, Snapshot snapshot, int first, int count) {
        long link = engine.members().link(peer);
        if (link != MemberTable.NO_LINK && count > 0) {
            SliceFrames frames = new SliceFrames(engine.federation(), snapshot.root(), snapshot.body(), first, count);
            engine.outbox().emitWhenSaved(new Effect.Stream(link, frames));
        }
    }

    @Override
    public void record(JournalRecord record) {
        engine.outbox().append(record);
        engine.ledger().apply(record);
        if (record instanceof JournalRecord.Voided voided) {
            engine.outbox().tell(new Report.FlowVoided(voided));
        }
    }

    @Override
    public boolean linked(PeerId peer) {
        return engine.members().link(peer) != MemberTable.NO_LINK;
    }

    @Override
    public boolean mayStart(PeerId peer) {
        return engine.mayStart(peer);
    }

    @Override
    public boolean neighbour(PeerId peer) {
        return engine.cycle().neighbours().contains(peer);
    }

    @Override
    public boolean scheduled(PeerId peer, int slot) {
        return engine.schedule().accepts(engine.roster(), slot, peer);
    }

    @Override
    public void verdict(PeerId peer, Verdict verdict) {
        engine.verdict(peer, verdict);
    }

    @Override
    public void exchanged(PeerId peer, long nanos) {
        engine.cycle().pacing().exchanged(nanos);
        engine.outbox().tell(new Report.Exchanged(peer, engine.ledger().slot(), nanos));
    }

    @Override
    public void arrived(Snapshot snapshot) {
        engine.consolidation().seen(snapshot);
    }

    @Override
    public void fetched(PeerId peer, Snapshot snapshot) {
        engine.cycle().fetched(peer, snapshot, engine.nowNanos());
    }

    @Override
    public void rolledBack(PeerId peer) {
        engine.beginNewLife(engine.ledger().life(), engine.ledger().slot());
    }

    @Override
    public void quarantined(PeerId peer, Grounds why) {
        engine.outbox().tell(new Report.Alarm(peer + " is quarantined: " + why.sentence()));
        engine.detector().quarantined(peer, why);
    }

    @Override
    public void send(PeerId peer, Body body) {
        long link = engine.members().link(peer);
        if (link != MemberTable.NO_LINK) {
            sendOn(link, body);
        }
    }

    @Override
    public void broadcast(Body body) {
        byte[] frame = engine.codec().encode(engine.identity(), body);
        for (MemberTable.Entry entry : engine.members().linked()) {
            engine.outbox().emit(new Effect.Send(entry.link(), frame));
        }
    }

    @Override
    public void sendOn(long link, Body body) {
        engine.outbox().emit(new Effect.Send(link, engine.codec().encode(engine.identity(), body)));
    }

    @Override
    public void rosterChanged(Roster roster) {
        roster.statistics().ifPresent(engine.sums()::released);
        engine.outbox().emit(new Effect.RosterChanged(roster));
        engine.members().rosterChanged(roster);
        engine.links().greetNewMembers();
    }

    @Override
    public void removed(Member member, RosterEntry entry) {
        String reason = entry.change() instanceof Revocation revocation ? revocation.reason() : "";
        List<PeerId> by = List.copyOf(entry.signatures().keySet());
        engine.outbox().tell(new Report.MemberRemoved(member.id(), member.organisation(), reason, by));
        if (member.id().equals(engine.identity().peerId())) {
            engine.cycle().revoked(engine.nowNanos());
            engine.links().closeAll("removed from the federation");
        } else {
            engine.exchanges().peerRemoved(member.id());
            engine.links().turnAway(member.id(), FarewellCode.REVOKED);
            engine.detector().forget(member.id());
        }
    }

    @Override
    public void joinDecided(PeerId newcomer, String organisation, JoinStatus status, String reason) {
        engine.outbox().tell(new Report.JoinDecided(newcomer, organisation, status, reason));
    }

    @Override
    public void alarm(String text) {
        engine.outbox().tell(new Report.Alarm(text));
    }

    @Override
    public Roster roster() {
        return engine.roster();
    }

    @Override
    public boolean present(PeerId peer) {
        return engine.members().alive(peer) && (onDemand() || linked(peer));
    }

    @Override
    public boolean onDemand() {
        return engine.keeper().onDemand();
    }

    /** The one with the lower id asks, as one of two links would be dropped. */
    @Override
    public void approach(PeerId peer) {
        if (onDemand() && engine.self().compareTo(peer) < 0) {
            engine.keeper().ask(peer);
        }
    }

    /** The greeted link to a peer that something is due to; where there is none, but could be, it is asked for. */
    private long wantedLink(PeerId peer) {
        long link = engine.members().link(peer);
        if (link == MemberTable.NO_LINK && onDemand()) {
            engine.keeper().ask(peer);
        }
        return link;
    }

    @Override
    public void sendDurably(PeerId peer, Body body) {
        long link = wantedLink(peer);
        if (link != MemberTable.NO_LINK) {
            engine.outbox().emitWhenDurable(new Effect.Send(link, engine.codec().encode(engine.identity(), body)));
        }
    }

    @Override
    public void want(PeerId peer, Want want) {
        wantedLink(peer);
        send(peer, want);
    }

    @Override
    public void stream(PeerId peer, Digest name, byte[] window, int first, int count) {
        long link = wantedLink(peer);
        if (link != MemberTable.NO_LINK && count > 0) {
            SliceFrames frames = new SliceFrames(engine.federation(), name, window, first, count);
            engine.outbox().emitWhenDurable(new Effect.Stream(link, frames));
        }
    }

    @Override
    public void summed(SumList list, long[] total) {
        engine.desk().summed(list.participants(), total);
    }

    @Override
    public void judged(FederatedMetrics metrics) {
        engine.outbox().tell(new Report.ModelJudged(metrics));
    }
}
