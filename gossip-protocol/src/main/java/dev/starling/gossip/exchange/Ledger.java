package dev.starling.gossip.exchange;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.consolidation.Ballots;
import dev.starling.gossip.journal.Checkpoint;
import dev.starling.gossip.journal.Checkpoint.Open;
import dev.starling.gossip.journal.Checkpoint.Outcome;
import dev.starling.gossip.journal.Checkpoint.PairState;
import dev.starling.gossip.journal.Checkpoint.Replied;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.journal.JournalRecord.Answered;
import dev.starling.gossip.journal.JournalRecord.Completed;
import dev.starling.gossip.journal.JournalRecord.Declined;
import dev.starling.gossip.journal.JournalRecord.OfferClosed;
import dev.starling.gossip.journal.JournalRecord.Offered;
import dev.starling.gossip.journal.JournalRecord.OwnLife;
import dev.starling.gossip.journal.JournalRecord.PeerLife;
import dev.starling.gossip.journal.JournalRecord.Side;
import dev.starling.gossip.journal.JournalRecord.Voided;
import dev.starling.gossip.journal.Snapshot;
import dev.starling.gossip.message.ModelCertificate;
import dev.starling.gossip.sums.Given;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The durable state of the exchange: parameters, latest snapshot, and per peer the open transaction and the recorded
 * outcome. Changed by {@link #apply} and {@link #publish} only, so that replaying the records after a checkpoint leads to
 * the state that wrote them. Confined to the engine's thread.
 */
public final class Ledger {
    private final Parameters parameters;
    private final Ballots ballots;
    private final TreeMap<PeerId, Pair> pairs = new TreeMap<>();
    private final TreeMap<PeerId, Pair> opened = new TreeMap<>();
    private final TreeMap<PeerId, Pair> replied = new TreeMap<>();
    private final Given given = new Given();
    private final Applying applying = new Applying();
    private long life;
    private int slot;
    private long voids;
    private @Nullable Snapshot latest;
    private @Nullable Snapshot previous;
    private int snapshots;
    private int openAtSnapshot;
    private int edgesUsed;

    /** A first life with the parameters as they are. */
    public Ledger(Parameters parameters, Ballots ballots, long life) {
        this.parameters = parameters;
        this.ballots = ballots;
        this.life = life;
    }

    /** The state after a checkpoint and the records that followed it. */
    public static Ledger recover(
            Parameters parameters, Ballots ballots, Checkpoint checkpoint, List<JournalRecord> records) {
        Ledger ledger = new Ledger(parameters, ballots, checkpoint.life());
        ballots.restore(checkpoint.agreement());
        parameters.restore(checkpoint.parameters(), checkpoint.momentum());
        ledger.slot = checkpoint.slot();
        ledger.voids = checkpoint.voids();
        ledger.latest = checkpoint.latest().orElse(null);
        for (PairState state : checkpoint.pairs()) {
            Pair pair = new Pair(state);
            ledger.pairs.put(state.peer(), pair);
            ledger.index(pair);
        }
        ledger.openAtSnapshot = ledger.openTransactions();
        checkpoint.given().forEach(ledger.given::add);
        records.forEach(ledger::apply);
        return ledger;
    }

    /** Makes one record true. */
    public void apply(JournalRecord record) {
        record.handle(applying);
    }

    /** The parameters. */
    public Parameters parameters() {
        return parameters;
    }

    /** The durable part of the agreement on consolidated models. */
    public Ballots ballots() {
        return ballots;
    }

    /** What this member gave to masked sums. */
    public Given given() {
        return given;
    }

    /** Counts losses of state. */
    public long life() {
        return life;
    }

    /** Latest published slot, or the slot of the snapshot that a newcomer started from; 0 before the first. */
    public int slot() {
        return slot;
    }

    /** Transactions voided so far. */
    public long voids() {
        return voids;
    }

    /** The snapshot of the latest published slot. */
    public Optional<Snapshot> latest() {
        return Optional.ofNullable(latest);
    }

    /** Transactions that this member opened and that have not ended. */
    public int openTransactions() {
        return opened.size();
    }

    /** Replies of this member that were not acknowledged yet. */
    public int unacknowledgedReplies() {
        return replied.size();
    }

    /** Takes a new latest snapshot. The checkpoint of this state must be durable before its header goes out. */
    void publish(int newSlot, Snapshot snapshot) {
        slot = newSlot;
        previous = latest;
        latest = snapshot;
        ballots.published(snapshot);
        edgesUsed = 0;
        openAtSnapshot = openTransactions();
        snapshots++;
    }

    /** True when a flow of this pair was applied after the latest own snapshot was taken. */
    boolean mixed(Pair pair) {
        return pair.mixedIn(snapshots);
    }

    /** True when transactions were open as the latest snapshot was taken: it is mixed with less weight than others. */
    public boolean laden() {
        return openAtSnapshot > 0;
    }

    /** True when the latest own snapshot itself was swapped: not only an older one, late. */
    boolean swapped(Pair pair) {
        return pair.swappedIn(snapshots);
    }

    /** True when this pair's exchange for the latest own snapshot is over. */
    boolean resolved(Pair pair) {
        return pair.resolvedIn(snapshots);
    }

    /** This pair's exchange for the latest own snapshot is over. */
    void resolve(Pair pair) {
        pair.resolve(snapshots);
    }

    /** The peer has the reply: it need not be said again. */
    void acknowledged(Pair pair) {
        pair.answered(pair.lastSeq(), Pair.SETTLED);
        index(pair);
    }

    private void index(Pair pair) {
        keep(opened, pair, pair.open() != null);
        keep(replied, pair, pair.outcome() instanceof Replied);
    }

    private static void keep(Map<PeerId, Pair> index, Pair pair, boolean belongs) {
        if (belongs) {
            index.put(pair.peer, pair);
        } else {
            index.remove(pair.peer);
        }
    }

    /** A newcomer starts from a neighbour's snapshot: its parameters and its slot, with nothing published yet. */
    public void startFrom(float[] values, int neighboursSlot) {
        parameters.restore(values, new float[values.length]);
        slot = neighboursSlot;
    }

    /** A consolidated model is here: from now on new snapshots refer to the newest that is known. */
    public void released(ModelCertificate certificate, float[] model) {
        parameters.learnBase(certificate.model(), model);
        useNewestBase();
    }

    /** New snapshots refer to the newest consolidated model that is known; bases that nothing refers to are forgotten. */
    public void useNewestBase() {
        List<ModelCertificate> decided = ballots.decided();
        Digest base = parameters.baseHash();
        for (ModelCertificate certificate : decided) {
            base = parameters.knowsBase(certificate.model()) ? certificate.model() : base;
        }
        parameters.useBase(base, basesInUse());
    }

    /** Hashes of the bases that anything here refers to, the last two consolidated models among them. */
    public Set<Digest> basesInUse() {
        Set<Digest> used = new TreeSet<>();
        List<ModelCertificate> decided = ballots.decided();
        decided.forEach(certificate -> used.add(certificate.model()));
        if (decided.size() == 1) {
            used.add(decided.get(0).list().parent());
        }
        List<Snapshot> snapshots = new ArrayList<>();
        latest().ifPresent(snapshots::add);
        Optional.ofNullable(previous).ifPresent(snapshots::add);
        ballots.retained().ifPresent(snapshots::add);
        snapshots.forEach(snapshot -> used.add(snapshot.header().header().base()));
        pairs.values()
                .forEach(pair -> pair.headers()
                        .forEach(header -> used.add(header.header().base())));
        return used;
    }

    /** Everything needed to recover this state; vectors are copied. */
    public Checkpoint checkpoint() {
        return new Checkpoint(
                life,
                slot,
                voids,
                parameters.copy(),
                parameters.momentum(),
                latest(),
                pairs.values().stream().map(Pair::state).toList(),
                ballots.state(),
                given.kept());
    }

    Pair pair(PeerId peer) {
        return pairs.computeIfAbsent(peer, Pair::new);
    }

    /** The pair with a peer that is known already: what others talk about makes none. */
    Optional<Pair> known(PeerId peer) {
        return Optional.ofNullable(pairs.get(peer));
    }

    Collection<Pair> pairs() {
        return pairs.values();
    }

    /** Pairs whose transaction was opened here and has not ended. */
    Collection<Pair> opened() {
        return opened.values();
    }

    /** Pairs whose reply was not acknowledged yet. */
    Collection<Pair> replied() {
        return replied.values();
    }

    /** Edges that the latest snapshot may still serve. */
    int edgesLeft() {
        return latest == null ? 0 : latest.header().header().degree() - openAtSnapshot - edgesUsed;
    }

    /** A snapshot of this member that a peer may ask for: the latest two and those in a transaction with the peer. */
    Optional<Snapshot> find(PeerId peer, Digest root) {
        Open open = known(peer).map(Pair::open).orElse(null);
        Outcome outcome = known(peer).map(Pair::outcome).orElse(Pair.SETTLED);
        Snapshot offered = open == null ? null : open.mine();
        Snapshot answered = outcome instanceof Replied reply ? reply.mine() : null;
        for (Snapshot candidate : new @Nullable Snapshot[] {latest, previous, offered, answered}) {
            if (candidate != null && candidate.root().equals(root)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private Snapshot own(Digest root) {
        if (latest == null || !latest.root().equals(root)) {
            throw new IllegalStateException("a record of another snapshot than the latest");
        }
        return latest;
    }

    /** What each record does. */
    private final class Applying implements JournalRecord.Handler<Void> {
        @SuppressWarnings("NullAway") // Void has no other value
        private static Void done() {
            return null;
        }

        @Override
        public Void offered(Offered r) {
            Pair pair = pair(r.peer());
            pair.offered(r.seq(), new Open(r.seq(), own(r.own()), r.theirs()));
            index(pair);
            edgesUsed++;
            return done();
        }

        @Override
        public Void completed(Completed r) {
            Pair pair = pair(r.peer());
            Open open = openOf(pair, r.seq());
            parameters.addFlow(open.mine(), new Snapshot(open.theirs(), r.body()));
            pair.mix(snapshots);
            if (latest != null && open.mine().root().equals(latest.root())) {
                pair.swap(snapshots);
            }
            resolve(pair);
            close(pair, open);
            return done();
        }

        @Override
        public Void offerClosed(OfferClosed r) {
            Pair pair = pair(r.peer());
            close(pair, openOf(pair, r.seq()));
            return done();
        }

        @Override
        public Void answered(Answered r) {
            Pair pair = pair(r.peer());
            Snapshot mine = own(r.own());
            Snapshot theirs = new Snapshot(r.theirs(), r.body());
            pair.answered(r.seq(), new Replied(mine, theirs));
            index(pair);
            parameters.subtractFlow(mine, theirs);
            pair.mix(snapshots);
            pair.swap(snapshots);
            resolve(pair);
            edgesUsed++;
            return done();
        }

        @Override
        public Void declined(Declined r) {
            Pair pair = pair(r.peer());
            pair.answered(r.seq(), new Checkpoint.Declined(r.code()));
            index(pair);
            return done();
        }

        @Override
        public Void voided(Voided r) {
            Pair pair = pair(r.peer());
            if (r.side() == Side.OFFERED) {
                close(pair, openOf(pair, r.seq()));
            } else {
                acknowledged(pair);
            }
            voids++;
            return done();
        }

        @Override
        public Void peerLife(PeerLife r) {
            Pair pair = pair(r.peer());
            pair.inLife(r.life());
            index(pair);
            return done();
        }

        @Override
        public Void ownLife(OwnLife r) {
            life = r.life();
            slot = Math.max(slot, r.slot());
            latest = null;
            previous = null;
            ballots.lifeBegins();
            pairs.values().forEach(pair -> pair.offered(0, pair.open()));
            return done();
        }

        @Override
        public Void listSigned(JournalRecord.ListSigned r) {
            ballots.apply(r);
            return done();
        }

        @Override
        public Void modelSigned(JournalRecord.ModelSigned r) {
            ballots.apply(r);
            return done();
        }

        @Override
        public Void consolidated(JournalRecord.Consolidated r) {
            ballots.apply(r, latest());
            return done();
        }

        @Override
        public Void silenced(JournalRecord.Silenced r) {
            ballots.apply(r);
            return done();
        }

        @Override
        public Void termGiven(JournalRecord.TermGiven r) {
            given.add(r);
            return done();
        }

        private static Open openOf(Pair pair, long seq) {
            Open open = pair.open();
            if (open == null || open.seq() != seq) {
                throw new IllegalStateException("no open transaction " + seq);
            }
            return open;
        }

        private void close(Pair pair, Open open) {
            pair.offered(pair.lastOffered(), null);
            index(pair);
            if (latest != null && open.mine().root().equals(latest.root())) {
                resolve(pair);
            }
        }
    }
}
