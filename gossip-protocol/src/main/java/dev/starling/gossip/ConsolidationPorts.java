package dev.starling.gossip;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.document.Member;
import dev.starling.gossip.admission.Verdict;
import dev.starling.gossip.consolidation.ConsolidationPort;
import dev.starling.gossip.consolidation.Statement;
import dev.starling.gossip.encoding.DeltaEncoding;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.membership.Liveness;
import dev.starling.gossip.membership.MemberTable;
import dev.starling.gossip.message.Body;
import dev.starling.gossip.message.Grounds;
import dev.starling.gossip.message.Message;
import dev.starling.gossip.message.ModelCertificate;
import dev.starling.gossip.message.Participant;
import dev.starling.gossip.message.SignedHeader;
import dev.starling.gossip.wire.SliceFrames;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The engine as its consolidation desk sees it. */
final class ConsolidationPorts implements ConsolidationPort {
    private final GossipEngine engine;
    private final EnginePorts ports;
    private final Map<PeerId, Body> waiting = new HashMap<>();
    private final Map<PeerId, Message> unsent = new HashMap<>();

    ConsolidationPorts(GossipEngine engine, EnginePorts ports) {
        this.engine = engine;
        this.ports = ports;
    }

    @Override
    public void say(PeerId peer, Body body) {
        long link = engine.members().link(peer);
        if (link != MemberTable.NO_LINK) {
            byte[] frame = engine.codec().encode(engine.identity(), body);
            engine.outbox().emitWhenDurable(new Effect.Send(link, frame));
        } else if (engine.keeper().onDemand()) {
            waiting.put(peer, body);
            meet(peer);
        }
    }

    @Override
    public void met(PeerId peer) {
        Body body = waiting.remove(peer);
        if (body != null) {
            say(peer, body);
        }
        Message message = unsent.remove(peer);
        if (message != null) {
            ports.send(peer, message);
        }
    }

    @Override
    public void send(PeerId peer, Message message) {
        meet(peer);
        ports.send(peer, message);
    }

    @Override
    public void sendOnceMet(PeerId peer, Message message) {
        if (engine.members().link(peer) == MemberTable.NO_LINK
                && engine.keeper().onDemand()) {
            unsent.put(peer, message);
        }
        send(peer, message);
    }

    @Override
    public void meet(PeerId peer) {
        if (engine.keeper().onDemand()) {
            engine.keeper().ask(peer);
        }
    }

    @Override
    public void stream(PeerId peer, Digest root, byte[] bytes, int first, int count) {
        long link = engine.members().link(peer);
        if (link != MemberTable.NO_LINK && count > 0) {
            SliceFrames frames = new SliceFrames(engine.federation(), root, bytes, first, count);
            engine.outbox().emitWhenDurable(new Effect.Stream(link, frames));
        }
    }

    @Override
    public void record(JournalRecord record) {
        ports.record(record);
    }

    @Override
    public byte[] sign(Statement statement) {
        return engine.identity().sign(Statement.context(engine.federation()), statement.bytes());
    }

    @Override
    public Roster roster() {
        return engine.roster();
    }

    @Override
    public List<PeerId> present() {
        boolean onDemand = engine.keeper().onDemand();
        PeerId self = engine.identity().peerId();
        return engine.roster().members().stream()
                .map(Member::id)
                .filter(id -> !id.equals(self) && engine.members().alive(id))
                .filter(id -> onDemand || engine.members().link(id) != MemberTable.NO_LINK)
                .toList();
    }

    private static boolean isPresent(MemberTable.Entry entry) {
        return entry.liveness() == Liveness.ALIVE && entry.link() != MemberTable.NO_LINK;
    }

    @Override
    public long roundTripNanos() {
        return engine.members().entries().stream()
                .filter(ConsolidationPorts::isPresent)
                .mapToLong(MemberTable.Entry::roundTripNanos)
                .max()
                .orElse(0);
    }

    @Override
    public long trainingNanos() {
        return engine.cycle().pacing().trainingNanos();
    }

    @Override
    public long exchangeNanos() {
        return engine.cycle().pacing().exchangeNanos();
    }

    @Override
    public OptionalInt bodyLength(int encoding) {
        return DeltaEncoding.ofCode(encoding).stream()
                .mapToInt(known -> known.encodedLength(dimension()))
                .findFirst();
    }

    @Override
    public int dimension() {
        return engine.ledger().parameters().dimension();
    }

    @Override
    public float @Nullable [] decode(Participant participant, byte[] body) {
        float[] values = new float[dimension()];
        float[] base = base(participant.base()).orElse(null);
        DeltaEncoding encoding = DeltaEncoding.ofCode(participant.encoding()).orElse(null);
        boolean sound = base != null && encoding != null && encoding.decode(body, base, values);
        return sound ? values : null;
    }

    @Override
    public Optional<float[]> base(Digest hash) {
        return engine.ledger().parameters().base(hash);
    }

    @Override
    public void learnBase(Digest hash, float[] vector) {
        engine.ledger().parameters().learnBase(hash, vector);
    }

    @Override
    public void released(ModelCertificate certificate, float[] model) {
        engine.ledger().released(certificate, model);
        engine.outbox()
                .emit(new Effect.ReleaseModel(
                        certificate, model, engine.ledger().basesInUse()));
        engine.outbox()
                .tell(new Report.Consolidated(
                        certificate.index(),
                        certificate.list().slot(),
                        certificate.list().participants().size(),
                        certificate.model()));
    }

    @Override
    public void judgeAgain(PeerId peer, SignedHeader header) {
        if (engine.roster().contains(peer)) {
            engine.announced(peer, header);
        }
    }

    @Override
    public void verdict(PeerId peer, Verdict verdict) {
        engine.verdict(peer, verdict);
    }

    @Override
    public void attemptFailed(int index, int attempt, String why) {
        engine.outbox().tell(new Report.ConsolidationFailed(index, attempt, why));
    }

    @Override
    public void quarantine(PeerId peer) {
        engine.exchanges().quarantine(peer, Grounds.TWO_VOTES);
    }

    @Override
    public void alarm(String text) {
        engine.outbox().tell(new Report.Alarm(text));
    }
}
