package dev.starling.gossip.consolidation;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.digest.RunningDigest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Roster;
import dev.starling.gossip.admission.Reason;
import dev.starling.gossip.admission.Verdict;
import dev.starling.gossip.consolidation.Gathering.Wanted;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.journal.Snapshot;
import dev.starling.gossip.message.Body;
import dev.starling.gossip.message.Limits;
import dev.starling.gossip.message.ModelCertificate;
import dev.starling.gossip.message.ModelList;
import dev.starling.gossip.message.Participant;
import dev.starling.gossip.message.SignedHeader;
import dev.starling.gossip.message.Slice;
import dev.starling.gossip.message.Want;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything about consolidated models that is not the agreement itself: fetches the snapshots of a list and computes their
 * mean, fetches a model that was decided without this member, hands it on by hash, and keeps headers that refer to a base
 * not known yet. Slots never wait for it. Confined to the engine's thread.
 */
public final class ConsolidationDesk implements AgreementPort {
    private static final long LEAST_PATIENCE_NANOS = 500_000_000L;
    private static final long LEAST_READY_NANOS = 100_000_000L;
    private static final int ROUND_TRIPS = 8;
    private static final int EXCHANGES = 4;

    private final PeerId self;
    private final Ballots ballots;
    private final ConsolidationPort port;
    private final Agreement agreement;
    private final Gathering gathering;
    private final Rounds rounds;
    private final Map<Digest, byte[]> bodies = new HashMap<>();
    private final Map<Digest, float[]> means = new HashMap<>();
    private final Set<PeerId> seen = new HashSet<>();
    private final Map<PeerId, SignedHeader> parked = new TreeMap<>();
    private @Nullable ModelList computing;
    private int offered;
    private long nowNanos;

    public ConsolidationDesk(PeerId self, Ballots ballots, ConsolidationPort port, Digest federation) {
        this.self = self;
        this.ballots = ballots;
        this.port = port;
        this.gathering = new Gathering(port);
        this.rounds = new Rounds(self, ballots, new Rounds.Around(port, gathering, this::computed));
        this.agreement = new Agreement(self, ballots, this, Signatures.of(federation));
    }

    /** After every event: takes part with a snapshot that was published, fetches a model that is missing. */
    public void progress(long now) {
        nowNanos = now;
        if (ballots.enabled()
                && offered != ballots.index()
                && ballots.retained().isPresent()) {
            offered = ballots.index();
            agreement.due(now);
        }
    }

    /** A link to a member was greeted: it may know more, and it may remember a life that this member lost. */
    public void greeted(PeerId peer, long lifeAsKnownThere, long life) {
        if (!ballots.enabled()) {
            return;
        }
        if (lifeAsKnownThere > 0 && lifeAsKnownThere < life && !ballots.silent()) {
            port.record(new JournalRecord.Silenced(self, life));
        }
        agreement.ask(peer);
        port.met(peer);
    }

    /** The peer's header refers to a base that is not known here: kept until the base is. */
    public void baseUnknown(PeerId peer, SignedHeader header) {
        if (ballots.enabled()) {
            parked.put(peer, header);
            agreement.ask(peer);
        }
    }

    // What peers say.

    public void status(PeerId from, Body.ConsolidationStatus body, long now) {
        nowNanos = now;
        tell(from, ballots.enabled() ? agreement.status(from, body, now) : Verdict.of(Reason.NOT_NOW));
    }

    public void proposal(PeerId from, Body.ListProposal body, long now) {
        nowNanos = now;
        tell(from, ballots.enabled() ? agreement.proposal(from, body, now) : Verdict.of(Reason.NOT_NOW));
    }

    public void vote(PeerId from, Body.ConsolidationVote body, long now) {
        nowNanos = now;
        tell(from, ballots.enabled() ? agreement.vote(from, body, now) : Verdict.of(Reason.NOT_NOW));
    }

    public void consolidated(PeerId from, Body.Consolidated body, long now) {
        nowNanos = now;
        tell(from, ballots.enabled() ? agreement.consolidated(body, now) : Verdict.of(Reason.NOT_NOW));
    }

    private void tell(PeerId from, Verdict verdict) {
        port.verdict(from, verdict);
    }

    /** True when the slice belongs to something that this desk fetches. */
    public boolean awaits(Digest root) {
        return gathering.awaits(root);
    }

    /** Takes a slice that is awaited. */
    public void slice(PeerId from, Slice slice, long now) {
        nowNanos = now;
        gathering.take(from, slice);
    }

    /** A snapshot came by another way, through an exchange: it need not be fetched. */
    public void seen(Snapshot snapshot) {
        if (ballots.enabled() && snapshot.header().header().slot() >= ballots.dueSlot()) {
            // One a member: its first is the one it retains.
            if (seen.add(snapshot.header().header().member())) {
                bodies.put(snapshot.root(), snapshot.body());
            }
        }
    }

    /** Answers a request by hash; false when this desk does not hold what is wanted. */
    public boolean want(PeerId from, Want want) {
        byte[] bytes = bodies.containsKey(want.root()) ? bodies.get(want.root()) : rounds.sent(want.root());
        if (bytes == null) {
            bytes = ballots.retained()
                    .filter(snapshot -> snapshot.root().equals(want.root()))
                    .map(Snapshot::body)
                    .or(() -> port.base(want.root()).map(ConsolidationDesk::littleEndian))
                    .orElse(null);
        }
        if (bytes == null) {
            return false;
        }
        int slices = Limits.slices(bytes.length);
        int first = Math.min(want.first(), slices);
        port.stream(from, want.root(), bytes, first, Math.min(want.count(), slices - first));
        return true;
    }

    public void timerDue(long now) {
        nowNanos = now;
        agreement.timerDue(now);
        gathering.askAgain(now, patienceNanos() / 2);
    }

    /** When {@link #timerDue} has something to do next, {@link Long#MAX_VALUE} when never. */
    public long nextDueNanos(long now) {
        return Math.min(agreement.nextDueNanos(now), gathering.nextDueNanos(now));
    }

    /** The newest consolidated model, unless it is too old for a newcomer to start from or not here. */
    public Optional<float[]> startFor(int slot) {
        return ballots.last()
                .filter(certificate -> ballots.isRecent(slot))
                .flatMap(certificate -> port.base(certificate.model()));
    }

    /** Number of the newest consolidation, 0 before the first. */
    public int newestIndex() {
        return ballots.index() - 1;
    }

    // What the agreement asks for.

    @Override
    public void send(PeerId peer, Body body) {
        port.say(peer, body);
    }

    @Override
    public void broadcast(Body body) {
        port.present().forEach(peer -> port.say(peer, body));
    }

    @Override
    public void record(JournalRecord record) {
        port.record(record);
    }

    @Override
    public byte[] sign(Statement statement) {
        return port.sign(statement);
    }

    @Override
    public Roster roster() {
        return port.roster();
    }

    @Override
    public Optional<Roster> rosterAt(Digest head) {
        return port.roster().at(head);
    }

    @Override
    public boolean present(PeerId peer) {
        return port.present().contains(peer);
    }

    @Override
    public void compute(ModelList list) {
        if (list.inRounds()) {
            if (rounds.prepare(list)) {
                agreement.prepared(list.hash(), nowNanos);
            }
            return;
        }
        computing = list;
        ballots.retained().ifPresent(own -> bodies.put(own.root(), own.body()));
        for (Participant p : list.participants()) {
            if (!bodies.containsKey(p.root())) {
                port.bodyLength(p.encoding()).ifPresent(length -> fetchBody(p, length));
            }
            if (port.base(p.base()).isEmpty()) {
                fetchModel(p.base(), p.member(), model -> {
                    port.learnBase(p.base(), model);
                    computeIfComplete();
                });
            }
        }
        computeIfComplete();
    }

    @Override
    public void certified(ModelList list) {
        rounds.begin(list);
    }

    private void computed(ModelList list, float[] mean) {
        Digest model = new RunningDigest().add(mean).finish();
        means.put(model, mean);
        agreement.computed(list.hash(), model, nowNanos);
    }

    private void fetchBody(Participant p, int length) {
        gathering.fetch(new Wanted(p.root(), length, p.member(), body -> genuine(p, body)), body -> {
            bodies.put(p.root(), body);
            computeIfComplete();
        });
    }

    private static boolean genuine(Participant p, byte[] body) {
        return Snapshot.rootOf(p.member(), p.life(), p.slot(), body).equals(p.root());
    }

    private void fetchModel(Digest model, PeerId holder, Consumer<float[]> then) {
        int length = Math.multiplyExact(port.dimension(), Float.BYTES);
        gathering.fetch(
                new Wanted(model, length, holder, bytes -> Digest.of(bytes).equals(model)),
                bytes -> then.accept(floats(bytes)));
    }

    private void computeIfComplete() {
        ModelList list = computing;
        if (list == null
                || list.index() != ballots.index()
                || !list.participants().stream().allMatch(this::holds)) {
            return;
        }
        computing = null;
        ModelMean sum = new ModelMean(list.participants().size(), port.dimension());
        for (Participant p : list.participants()) {
            float[] values = port.decode(p, bodies.getOrDefault(p.root(), new byte[0]));
            if (values == null || !sum.add(values)) {
                port.alarm("consolidation %d cannot be computed: the snapshot of %s holds a parameter beyond %.0f"
                        .formatted(list.index(), p.member(), ModelMean.CAP));
                return;
            }
        }
        computed(list, sum.mean().orElseThrow());
    }

    private boolean holds(Participant p) {
        return bodies.containsKey(p.root()) && port.base(p.base()).isPresent();
    }

    @Override
    public void decided(ModelCertificate certificate) {
        float[] mean = means.get(certificate.model());
        bodies.clear();
        means.clear();
        rounds.clear();
        computing = null;
        gathering.clear();
        seen.clear();
        if (mean != null) {
            release(certificate, mean);
        }
        fetchMissing();
    }

    /** Fetches models that were decided and are not here: after an absence, or after a crash before they were kept. */
    public void fetchMissing() {
        for (ModelCertificate certificate : ballots.decided()) {
            if (port.base(certificate.model()).isEmpty()) {
                fetchModel(
                        certificate.model(),
                        certificate.endorsements().get(0).signer(),
                        model -> release(certificate, model));
            }
        }
    }

    private void release(ModelCertificate certificate, float[] model) {
        port.released(certificate, model);
        Map<PeerId, SignedHeader> waiting = new TreeMap<>(parked);
        parked.clear();
        waiting.forEach(port::judgeAgain);
    }

    @Override
    public long readyNanos() {
        return Math.max(LEAST_READY_NANOS, port.trainingNanos() + 2 * port.exchangeNanos());
    }

    @Override
    public long patienceNanos() {
        return Math.max(LEAST_PATIENCE_NANOS, ROUND_TRIPS * port.roundTripNanos() + EXCHANGES * port.exchangeNanos());
    }

    @Override
    public void attemptFailed(int index, int attempt, String why) {
        port.attemptFailed(index, attempt, why);
    }

    @Override
    public void contradicted(PeerId peer) {
        port.quarantine(peer);
    }

    private static byte[] littleEndian(float[] values) {
        ByteBuffer out = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        out.asFloatBuffer().put(values);
        return out.array();
    }

    private static float[] floats(byte[] littleEndian) {
        float[] values = new float[littleEndian.length / Float.BYTES];
        ByteBuffer.wrap(littleEndian)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        return values;
    }
}
