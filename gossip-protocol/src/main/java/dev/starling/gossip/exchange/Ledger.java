package dev.starling.gossip.exchange;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.consolidation.Ballots;
import dev.starling.gossip.journal.Checkpoint;
import dev.starling.gossip.journal.Checkpoint.Open;
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
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
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
    private final Applying applying = new Applying();
    private long life;
    private int slot;
    private long voids;
    private @Nullable Snapshot latest;
    private @Nullable Snapshot previous;
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
        checkpoint.pairs().forEach(state -> ledger.pairs.put(state.peer(), Pair.restored(state)));
        ledger.openAtSnapshot = ledger.openTransactions();
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
        return (int) pairs.values().stream().filter(p -> p.open != null).count();
    }

    /** Replies of this member that were not acknowledged yet. */
    public int unacknowledgedReplies() {
        return (int) pairs.values().stream()
                .filter(p -> p.outcome instanceof Replied)
                .count();
    }

    /** Takes a new latest snapshot. The checkpoint of this state must be durable before its header goes out. */
    void publish(int newSlot, Snapshot snapshot) {
        slot = newSlot;
        previous = latest;
        latest = snapshot;
        ballots.published(snapshot);
        edgesUsed = 0;
        openAtSnapshot = openTransactions();
        for (Pair pair : pairs.values()) {
            pair.mixed = false;
            pair.resolved = false;
        }
    }

    /** A newcomer starts from a neighbour's snapshot: its parameters and its slot, with nothing published yet. */
    public void startFrom(float[] values, int neighboursSlot) {
        parameters.restore(values, new float[values.length]);
        slot = neighboursSlot;
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
                ballots.state());
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

    /** Edges that the latest snapshot may still serve. */
    int edgesLeft() {
        return latest == null ? 0 : latest.header().header().degree() - openAtSnapshot - edgesUsed;
    }

    /** A snapshot of this member that a peer may ask for: the latest two and those in a transaction with the peer. */
    Optional<Snapshot> find(PeerId peer, Digest root) {
        Pair pair = pair(peer);
        Snapshot offered = pair.open == null ? null : pair.open.mine();
        Snapshot replied = pair.outcome instanceof Replied reply ? reply.mine() : null;
        for (Snapshot candidate : new @Nullable Snapshot[] {latest, previous, offered, replied}) {
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
            pair.lastOffered = r.seq();
            pair.open = new Open(r.seq(), own(r.own()), r.theirs());
            pair.replySeen = false;
            edgesUsed++;
            return done();
        }

        @Override
        public Void completed(Completed r) {
            Pair pair = pair(r.peer());
            Open open = openOf(pair, r.seq());
            parameters.addFlow(open.mine(), new Snapshot(open.theirs(), r.body()));
            pair.mixed = true;
            pair.resolved = true;
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
            pair.lastSeq = r.seq();
            pair.outcome = new Replied(mine, theirs);
            parameters.subtractFlow(mine, theirs);
            pair.mixed = true;
            pair.resolved = true;
            edgesUsed++;
            return done();
        }

        @Override
        public Void declined(Declined r) {
            Pair pair = pair(r.peer());
            pair.lastSeq = r.seq();
            pair.outcome = new Checkpoint.Declined(r.code());
            return done();
        }

        @Override
        public Void voided(Voided r) {
            Pair pair = pair(r.peer());
            if (r.side() == Side.OFFERED) {
                close(pair, openOf(pair, r.seq()));
            } else {
                pair.outcome = Pair.SETTLED;
            }
            voids++;
            return done();
        }

        @Override
        public Void peerLife(PeerLife r) {
            Pair pair = pair(r.peer());
            pair.life = r.life();
            pair.lastSeq = 0;
            pair.outcome = Pair.SETTLED;
            return done();
        }

        @Override
        public Void ownLife(OwnLife r) {
            life = r.life();
            slot = Math.max(slot, r.slot());
            latest = null;
            previous = null;
            ballots.lifeBegins();
            pairs.values().forEach(pair -> pair.lastOffered = 0);
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

        private static Open openOf(Pair pair, long seq) {
            Open open = pair.open;
            if (open == null || open.seq() != seq) {
                throw new IllegalStateException("no open transaction " + seq);
            }
            return open;
        }

        private void close(Pair pair, Open open) {
            pair.open = null;
            pair.replySeen = false;
            pair.retries = 0;
            if (latest != null && open.mine().root().equals(latest.root())) {
                pair.resolved = true;
            }
        }
    }
}
