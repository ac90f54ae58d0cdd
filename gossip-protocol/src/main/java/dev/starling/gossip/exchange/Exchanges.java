package dev.starling.gossip.exchange;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.admission.Reason;
import dev.starling.gossip.admission.Verdict;
import dev.starling.gossip.journal.Checkpoint.Declined;
import dev.starling.gossip.journal.Checkpoint.Open;
import dev.starling.gossip.journal.Checkpoint.Replied;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.journal.JournalRecord.Side;
import dev.starling.gossip.journal.Snapshot;
import dev.starling.gossip.message.Ack;
import dev.starling.gossip.message.Announce;
import dev.starling.gossip.message.Closed;
import dev.starling.gossip.message.Limits;
import dev.starling.gossip.message.Offer;
import dev.starling.gossip.message.RefusalCode;
import dev.starling.gossip.message.Refused;
import dev.starling.gossip.message.Reply;
import dev.starling.gossip.message.SignedHeader;
import dev.starling.gossip.message.Slice;
import dev.starling.gossip.message.SnapshotHeader.Seen;
import dev.starling.gossip.message.Want;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The two-party exchange, both roles, with every peer. Decides what to record and what to say; the {@link Ledger} decides
 * what a record does. Nothing that a peer sends makes it throw. Confined to the engine's thread.
 */
public final class Exchanges {
    private static final long FIRST_RETRY_NANOS = 500_000_000L;
    private static final int MOST_DOUBLINGS = 4;

    private final PeerId self;
    private final Ledger ledger;
    private final ExchangePort port;
    private final double maxNorm;
    private long publishedAtNanos;

    /**
     * @param maxNorm largest Euclidean norm of a snapshot that is answered
     */
    public Exchanges(PeerId self, Ledger ledger, ExchangePort port, double maxNorm) {
        this.self = self;
        this.ledger = ledger;
        this.port = port;
        this.maxNorm = maxNorm;
    }

    /** This member published: offers that name an older snapshot are over, and edges of the new slot may start. */
    public void published(int slot, Snapshot snapshot, long nowNanos) {
        ledger.publish(slot, snapshot);
        publishedAtNanos = nowNanos;
        for (Pair pair : ledger.pairs()) {
            Offer pending = pair.pending;
            if (pending != null) {
                decline(pair, pending.seq(), RefusalCode.PASSED);
            }
        }
    }

    /** Starts whatever edges of the latest slot may start. */
    public void startEdges(long nowNanos) {
        List.copyOf(ledger.pairs()).forEach(pair -> maybeOffer(pair, nowNanos));
    }

    /** A header that passed every check. */
    public void headerArrived(SignedHeader header, long nowNanos) {
        PeerId peer = header.header().member();
        noteLife(peer, header.header().life());
        Pair pair = ledger.pair(peer);
        pair.earlier = pair.header;
        pair.header = header;
        pair.headerAtNanos = nowNanos;
        maybeOffer(pair, nowNanos);
    }

    /** Headers of the peer that are kept, newest first; entries may be null. */
    public List<@Nullable SignedHeader> held(PeerId peer) {
        Pair pair = ledger.pair(peer);
        List<@Nullable SignedHeader> held = new ArrayList<>(2);
        held.add(pair.header);
        held.add(pair.earlier);
        return held;
    }

    /** The newest header of the peer. */
    public Optional<SignedHeader> newest(PeerId peer) {
        return Optional.ofNullable(ledger.pair(peer).header);
    }

    /** The peer's life as known here, 0 when unknown. */
    public long lifeOf(PeerId peer) {
        return ledger.pair(peer).life;
    }

    /** Headers of others in the last two slots, for the own header. */
    public List<Seen> seenSince(int slot) {
        List<Seen> seen = new ArrayList<>();
        for (Pair pair : ledger.pairs()) {
            for (SignedHeader header : held(pair.peer)) {
                if (header != null
                        && header.header().slot() >= slot
                        && seen.size() < dev.starling.gossip.message.SnapshotHeader.MAX_SEEN) {
                    seen.add(new Seen(
                            pair.peer, header.header().life(), header.header().slot(), header.root()));
                }
            }
        }
        return seen;
    }

    /** True when this pair's exchange for the latest own snapshot is over, or will never be. */
    public boolean resolved(PeerId peer) {
        Pair pair = ledger.pair(peer);
        return pair.resolved || pair.quarantined || pair.slot() > ledger.slot();
    }

    /** True when the two have swapped the latest own snapshot. */
    public boolean mixed(PeerId peer) {
        return ledger.pair(peer).mixed;
    }

    /** The peer's newest slot, 0 when unknown. */
    public int slotOf(PeerId peer) {
        return ledger.pair(peer).slot();
    }

    /** Stops new edges with the peer; what is open still finishes. */
    public void quarantine(PeerId peer, String why) {
        Pair pair = ledger.pair(peer);
        if (!pair.quarantined) {
            pair.quarantined = true;
            port.quarantined(peer, why);
        }
    }

    /** True when the peer is quarantined. */
    public boolean isQuarantined(PeerId peer) {
        return ledger.pair(peer).quarantined;
    }

    /** The peer speaks in this life. A new one means that its state is lost: what was between the two is void. */
    public void noteLife(PeerId peer, long life) {
        Pair pair = ledger.pair(peer);
        if (life <= pair.life) {
            return;
        }
        if (pair.life != 0) {
            voidAll(pair);
            pair.header = null;
            pair.earlier = null;
            pair.pending = null;
            pair.assembly = null;
        }
        port.record(new JournalRecord.PeerLife(peer, life));
    }

    /** This member starts a new life: everything between it and anybody is void. */
    public void beginLife(long life, int slot) {
        for (Pair pair : List.copyOf(ledger.pairs())) {
            voidAll(pair);
            pair.pending = null;
            pair.assembly = null;
        }
        port.record(new JournalRecord.OwnLife(self, life, slot));
    }

    /** A link to the peer is up again: what is open is said again at once. */
    public void linkUp(PeerId peer, long nowNanos) {
        Pair pair = ledger.pair(peer);
        if (pair.open != null) {
            pair.retries = 0;
            sayAgain(pair, pair.open, nowNanos);
        }
    }

    /** Asks the peer for the snapshot of its newest header; {@link ExchangePort#fetched} follows. */
    public void fetch(PeerId peer) {
        Pair pair = ledger.pair(peer);
        SignedHeader header = pair.header;
        if (header != null) {
            Assembly assembly = pair.assembly;
            if (assembly == null || !assembly.root().equals(header.root())) {
                assembly = new Assembly(header);
                pair.assembly = assembly;
            }
            pair.fetching = true;
            port.send(peer, assembly.missing());
        }
    }

    /** Says again what has not been answered in time. */
    public void retry(long nowNanos) {
        for (Pair pair : ledger.pairs()) {
            if (pair.open != null && pair.retryAtNanos - nowNanos <= 0 && port.linked(pair.peer)) {
                sayAgain(pair, pair.open, nowNanos);
            }
        }
    }

    /** When {@link #retry} is due next, {@link Long#MAX_VALUE} when never. */
    public long nextRetryNanos() {
        long next = Long.MAX_VALUE;
        for (Pair pair : ledger.pairs()) {
            if (pair.open != null && port.linked(pair.peer)) {
                next = Math.min(next, pair.retryAtNanos);
            }
        }
        return next;
    }

    // The lower id.

    private void maybeOffer(Pair pair, long nowNanos) {
        Snapshot mine = ledger.latest().orElse(null);
        SignedHeader theirs = pair.header;
        if (mine == null || theirs == null || self.compareTo(pair.peer) > 0) {
            return;
        }
        boolean sameSlot = theirs.header().slot() == mine.header().header().slot();
        boolean free = pair.open == null && !pair.mixed && !pair.resolved && !pair.quarantined;
        if (sameSlot && free && port.neighbour(pair.peer) && port.mayStart(pair.peer) && ledger.edgesLeft() > 0) {
            long seq = pair.lastOffered + 1;
            port.record(new JournalRecord.Offered(pair.peer, seq, mine.root(), theirs));
            pair.retries = 0;
            pair.retryAtNanos = nowNanos + FIRST_RETRY_NANOS;
            port.send(pair.peer, new Offer(ledger.life(), seq, mine.root(), theirs.root()));
            port.stream(pair.peer, mine, 0, Limits.slices(mine.body().length));
        }
    }

    private void sayAgain(Pair pair, Open open, long nowNanos) {
        Assembly assembly = pair.assembly;
        if (pair.replySeen && assembly != null) {
            port.send(pair.peer, assembly.missing());
        } else {
            port.send(pair.peer, new Announce(open.mine().header()));
            port.send(
                    pair.peer,
                    new Offer(
                            ledger.life(),
                            open.seq(),
                            open.mine().root(),
                            open.theirs().root()));
        }
        pair.retries = Math.min(pair.retries + 1, MOST_DOUBLINGS);
        pair.retryAtNanos = nowNanos + (FIRST_RETRY_NANOS << pair.retries);
    }

    /** The peer has applied its side. From here on any body that matches the header it signed must be taken. */
    public void reply(PeerId from, Reply reply, long nowNanos) {
        Pair pair = ledger.pair(from);
        Open open = pair.open;
        if (reply.life() != ledger.life() || open == null || reply.seq() != open.seq()) {
            boolean finished = reply.life() == ledger.life() && reply.seq() <= pair.lastOffered;
            if (finished) {
                port.send(from, new Ack(reply.life(), reply.seq()));
            }
            port.verdict(from, Verdict.ignore(finished ? Reason.DUPLICATE : Reason.NO_SUCH_TRANSACTION));
            return;
        }
        if (!reply.rootJ().equals(open.theirs().root())) {
            port.verdict(from, Verdict.reject(Reason.WRONG_ROOT));
            return;
        }
        Assembly assembly = pair.assembly;
        if (assembly == null || !assembly.root().equals(reply.rootJ())) {
            assembly = new Assembly(open.theirs());
            pair.assembly = assembly;
        } else if (pair.replySeen) {
            port.send(from, assembly.missing());
        }
        pair.replySeen = true;
        if (assembly.complete()) {
            bodyArrived(pair, assembly, nowNanos);
        }
    }

    private void complete(Pair pair, Open open, Snapshot theirs, long nowNanos) {
        if (Double.isNaN(ledger.parameters().norm(theirs.body()))) {
            port.verdict(pair.peer, Verdict.reject(Reason.NON_FINITE));
            port.record(new JournalRecord.Voided(pair.peer, pair.life, open.seq(), Side.OFFERED, new float[0]));
            quarantine(pair.peer, "it signed a snapshot that is not finite");
            return;
        }
        port.record(new JournalRecord.Completed(pair.peer, open.seq(), theirs.body()));
        port.send(pair.peer, new Ack(ledger.life(), open.seq()));
        port.exchanged(pair.peer, sinceBothHeaders(pair, nowNanos));
    }

    /** The peer will never apply its side. */
    public void refused(PeerId from, Refused refused) {
        Pair pair = ledger.pair(from);
        Open open = pair.open;
        if (refused.life() == ledger.life() && open != null && refused.seq() == open.seq() && !pair.replySeen) {
            port.record(new JournalRecord.OfferClosed(from, open.seq(), refused.code()));
            pair.assembly = null;
        } else {
            port.verdict(from, Verdict.ignore(Reason.NO_SUCH_TRANSACTION));
        }
    }

    /** The peer knows an open transaction as acknowledged: this member said so in a state it has lost. */
    public void closed(PeerId from, Closed closed) {
        Open open = ledger.pair(from).open;
        if (closed.life() == ledger.life() && open != null && closed.seq() == open.seq()) {
            port.rolledBack(from);
        } else {
            port.verdict(from, Verdict.ignore(Reason.NO_SUCH_TRANSACTION));
        }
    }

    // The higher id.

    /** The peer opens a transaction, or says it again. */
    public void offer(PeerId from, Offer offer, long nowNanos) {
        Pair pair = ledger.pair(from);
        if (from.compareTo(self) >= 0) {
            port.verdict(from, Verdict.reject(Reason.MALFORMED));
        } else if (offer.life() != pair.life) {
            port.verdict(
                    from,
                    offer.life() < pair.life
                            ? Verdict.ignore(Reason.STALE_LIFE)
                            : Verdict.later(Reason.HEADER_MISSING));
        } else if (offer.seq() <= pair.lastSeq) {
            port.verdict(from, Verdict.ignore(Reason.DUPLICATE));
            repeatOutcome(pair, offer.seq());
        } else if (pair.pending != null && pair.pending.seq() == offer.seq()) {
            Assembly assembly = pair.assembly;
            if (assembly != null) {
                port.send(from, assembly.missing());
            }
        } else {
            consider(pair, offer, nowNanos);
        }
    }

    private void consider(Pair pair, Offer offer, long nowNanos) {
        Snapshot mine = ledger.latest().orElse(null);
        if (mine == null || !offer.rootJ().equals(mine.root())) {
            decline(pair, offer.seq(), RefusalCode.PASSED);
            return;
        }
        SignedHeader theirs = held(pair.peer).stream()
                .filter(h -> h != null && h.root().equals(offer.rootI()))
                .findFirst()
                .orElse(null);
        if (theirs == null) {
            port.verdict(pair.peer, Verdict.later(Reason.HEADER_MISSING));
            return;
        }
        int slot = mine.header().header().slot();
        if (theirs.header().slot() != slot || pair.mixed) {
            decline(pair, offer.seq(), RefusalCode.PASSED);
        } else if (pair.quarantined || !port.mayStart(pair.peer)) {
            decline(pair, offer.seq(), RefusalCode.NOT_NOW);
        } else if (!port.scheduled(pair.peer, slot)) {
            decline(pair, offer.seq(), RefusalCode.UNSCHEDULED);
        } else if (ledger.edgesLeft() <= 0) {
            decline(pair, offer.seq(), RefusalCode.DEGREE_USED_UP);
        } else {
            pair.pending = offer;
            Assembly assembly = pair.assembly;
            if (assembly == null || !assembly.root().equals(offer.rootI())) {
                assembly = new Assembly(theirs);
                pair.assembly = assembly;
            }
            if (assembly.complete()) {
                bodyArrived(pair, assembly, nowNanos);
            }
        }
    }

    private void answer(Pair pair, Offer offer, Snapshot theirs, long nowNanos) {
        Snapshot mine = ledger.latest().orElseThrow();
        double norm = ledger.parameters().norm(theirs.body());
        if (Double.isNaN(norm)) {
            port.verdict(pair.peer, Verdict.reject(Reason.NON_FINITE));
            decline(pair, offer.seq(), RefusalCode.CHECK_FAILED);
            quarantine(pair.peer, "it signed a snapshot that is not finite");
        } else if (norm > maxNorm) {
            port.verdict(pair.peer, Verdict.reject(Reason.NORM_TOO_LARGE));
            decline(pair, offer.seq(), RefusalCode.CHECK_FAILED);
        } else if (ledger.edgesLeft() <= 0) {
            decline(pair, offer.seq(), RefusalCode.DEGREE_USED_UP);
        } else {
            pair.pending = null;
            port.record(
                    new JournalRecord.Answered(pair.peer, offer.seq(), mine.root(), theirs.header(), theirs.body()));
            port.send(pair.peer, new Reply(pair.life, offer.seq(), mine.root()));
            port.stream(pair.peer, mine, 0, Limits.slices(mine.body().length));
            port.exchanged(pair.peer, sinceBothHeaders(pair, nowNanos));
        }
    }

    private void decline(Pair pair, long seq, RefusalCode code) {
        pair.pending = null;
        pair.assembly = null;
        pair.resolved |= code != RefusalCode.PASSED;
        port.record(new JournalRecord.Declined(pair.peer, seq, code));
        port.send(pair.peer, new Refused(pair.life, seq, code));
    }

    private void repeatOutcome(Pair pair, long seq) {
        if (seq == pair.lastSeq && pair.outcome instanceof Replied replied) {
            port.send(pair.peer, new Reply(pair.life, seq, replied.mine().root()));
        } else if (seq == pair.lastSeq && pair.outcome instanceof Declined declined) {
            port.send(pair.peer, new Refused(pair.life, seq, declined.code()));
        } else {
            port.send(pair.peer, new Closed(pair.life, seq));
        }
    }

    /** The peer has applied its side, too. */
    public void ack(PeerId from, Ack ack) {
        Pair pair = ledger.pair(from);
        if (ack.life() == pair.life && ack.seq() == pair.lastSeq && pair.outcome instanceof Replied) {
            pair.outcome = Pair.SETTLED;
        } else {
            port.verdict(from, Verdict.ignore(Reason.NO_SUCH_TRANSACTION));
        }
    }

    // Bodies, either way.

    /** A slice of a body that is being assembled; others are dropped. */
    public void slice(PeerId from, Slice slice, long nowNanos) {
        Pair pair = ledger.pair(from);
        Assembly assembly = assemblyFor(pair, slice.root());
        if (assembly == null) {
            port.verdict(from, Verdict.ignore(Reason.UNASKED_SLICE));
        } else if (!assembly.take(slice)) {
            port.verdict(from, Verdict.reject(Reason.WRONG_LENGTH));
        } else if (assembly.complete()) {
            bodyArrived(pair, assembly, nowNanos);
        }
    }

    /** A body that is awaited, or about to be: slices may overtake the OFFER or REPLY they belong to. */
    private @Nullable Assembly assemblyFor(Pair pair, Digest root) {
        Assembly assembly = pair.assembly;
        if (assembly != null && assembly.root().equals(root)) {
            return assembly;
        }
        Open open = pair.open;
        SignedHeader newest = pair.header;
        if (open != null && open.theirs().root().equals(root)) {
            assembly = new Assembly(open.theirs());
        } else if (newest != null
                && newest.root().equals(root)
                && pair.pending == null
                && open == null
                && !pair.mixed) {
            assembly = new Assembly(newest);
        } else {
            return null;
        }
        pair.assembly = assembly;
        return assembly;
    }

    private void bodyArrived(Pair pair, Assembly assembly, long nowNanos) {
        Snapshot theirs = assembly.finish().orElse(null);
        if (theirs == null) {
            port.verdict(pair.peer, Verdict.reject(Reason.WRONG_ROOT));
            return;
        }
        Offer pending = pair.pending;
        Open open = pair.open;
        if (pending != null && pending.rootI().equals(theirs.root())) {
            pair.assembly = null;
            answer(pair, pending, theirs, nowNanos);
        } else if (pair.replySeen && open != null && open.theirs().root().equals(theirs.root())) {
            pair.assembly = null;
            complete(pair, open, theirs, nowNanos);
        } else if (pair.fetching) {
            pair.assembly = null;
            pair.fetching = false;
            port.fetched(pair.peer, theirs);
        }
    }

    /** A member asks for slices of a snapshot; a root that is gone is answered by the latest header. */
    public void want(PeerId from, Want want) {
        Snapshot snapshot = ledger.find(from, want.root()).orElse(null);
        if (snapshot != null) {
            int slices = Limits.slices(snapshot.body().length);
            int first = Math.min(want.first(), slices);
            port.stream(from, snapshot, first, Math.min(want.count(), slices - first));
        } else {
            ledger.latest().ifPresent(latest -> port.send(from, new Announce(latest.header())));
        }
    }

    private void voidAll(Pair pair) {
        Open open = pair.open;
        if (open != null) {
            port.record(new JournalRecord.Voided(pair.peer, pair.life, open.seq(), Side.OFFERED, new float[0]));
        }
        if (pair.outcome instanceof Replied replied) {
            float[] flow = ledger.parameters().flow(replied.theirs(), replied.mine());
            port.record(new JournalRecord.Voided(pair.peer, pair.life, pair.lastSeq, Side.ANSWERED, flow));
        }
    }

    private long sinceBothHeaders(Pair pair, long nowNanos) {
        return Math.min(nowNanos - publishedAtNanos, nowNanos - pair.headerAtNanos);
    }
}
