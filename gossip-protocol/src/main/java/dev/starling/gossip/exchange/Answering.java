package dev.starling.gossip.exchange;

import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.admission.Reason;
import dev.starling.gossip.admission.Verdict;
import dev.starling.gossip.journal.Checkpoint.Declined;
import dev.starling.gossip.journal.Checkpoint.Replied;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.journal.Snapshot;
import dev.starling.gossip.message.Ack;
import dev.starling.gossip.message.Closed;
import dev.starling.gossip.message.Limits;
import dev.starling.gossip.message.Offer;
import dev.starling.gossip.message.RefusalCode;
import dev.starling.gossip.message.Refused;
import dev.starling.gossip.message.Reply;
import dev.starling.gossip.message.SignedHeader;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/** The higher id's side of the exchange: answers offers or refuses them, and repeats what it said. Confined to the engine's thread. */
final class Answering {
    private final PeerId self;
    private final Ledger ledger;
    private final ExchangePort port;
    private final RoundTrips roundTrips;
    private final double maxNorm;
    private final TreeMap<PeerId, Pair> pending = new TreeMap<>();

    Answering(PeerId self, Ledger ledger, ExchangePort port, RoundTrips roundTrips, double maxNorm) {
        this.self = self;
        this.ledger = ledger;
        this.port = port;
        this.roundTrips = roundTrips;
        this.maxNorm = maxNorm;
    }

    /**
     * The peer opens a transaction, or says it again.
     *
     * @return true when the offer is taken: its body is awaited, or there already
     */
    boolean offer(Pair pair, Offer offer, long nowNanos) {
        PeerId from = pair.peer;
        if (from.compareTo(self) >= 0) {
            port.verdict(from, Verdict.reject(Reason.MALFORMED));
        } else if (offer.life() != pair.life()) {
            port.verdict(
                    from,
                    offer.life() < pair.life()
                            ? Verdict.ignore(Reason.STALE_LIFE)
                            : Verdict.later(Reason.HEADER_MISSING));
        } else if (offer.seq() <= pair.lastSeq()) {
            port.verdict(from, Verdict.ignore(Reason.DUPLICATE));
            repeatOutcome(pair, offer.seq());
        } else if (pair.pending != null && pair.pending.seq() == offer.seq()) {
            port.verdict(from, Verdict.ignore(Reason.DUPLICATE));
        } else {
            return consider(pair, offer, nowNanos);
        }
        return false;
    }

    private boolean consider(Pair pair, Offer offer, long nowNanos) {
        Snapshot mine = ledger.latest().orElse(null);
        if (mine == null || !offer.rootJ().equals(mine.root())) {
            decline(pair, offer.seq(), RefusalCode.PASSED);
            return false;
        }
        SignedHeader theirs = pair.headerOf(offer.rootI());
        if (theirs == null) {
            port.verdict(pair.peer, Verdict.later(Reason.HEADER_MISSING));
            return false;
        }
        int slot = mine.header().header().slot();
        if (theirs.header().slot() != slot || ledger.mixed(pair)) {
            decline(pair, offer.seq(), RefusalCode.PASSED);
        } else if (pair.quarantined || !port.mayStart(pair.peer)) {
            decline(pair, offer.seq(), RefusalCode.NOT_NOW);
        } else if (!port.scheduled(pair.peer, slot)) {
            decline(pair, offer.seq(), RefusalCode.UNSCHEDULED);
        } else if (ledger.edgesLeft() <= 0) {
            decline(pair, offer.seq(), RefusalCode.DEGREE_USED_UP);
        } else {
            pair.pending = offer;
            pair.answerUnderWay = false;
            pending.put(pair.peer, pair);
            Assembly assembly = pair.assembly;
            if (assembly == null || !assembly.root().equals(offer.rootI())) {
                assembly = new Assembly(theirs);
                pair.assembly = assembly;
            }
            pair.wantAgain.start(
                    nowNanos,
                    roundTrips.sliceTimeoutNanos(pair, assembly.missing().count()));
            return true;
        }
        return false;
    }

    /**
     * Slices of an offer's body came. The own body sets out while the others are on their way, so that both directions of
     * the line work at once, and neither end stands still while the other checks and applies: it is published, whatever
     * becomes of the offer, and says nothing of that. Only the reply does, and it waits for the disk.
     */
    void progress(Pair pair, Assembly assembly) {
        Offer offer = pair.pending;
        Snapshot mine = ledger.latest().orElse(null);
        if (offer != null
                && mine != null
                && !pair.answerUnderWay
                && offer.rootI().equals(assembly.root())) {
            sendBody(pair, mine);
        }
    }

    private void sendBody(Pair pair, Snapshot mine) {
        pair.answerUnderWay = true;
        port.stream(pair.peer, mine, 0, Limits.slices(mine.body().length));
    }

    /**
     * The body of the offer that waits for it is there: checks it and applies the own side.
     *
     * @param norm of the vector behind it, NaN when it holds what no encoder writes
     * @return what was found wrong with it, if anything
     */
    Verdict answer(Pair pair, Snapshot theirs, double norm, long nowNanos) {
        Snapshot mine = ledger.latest().orElseThrow();
        Offer offer = Objects.requireNonNull(pair.pending);
        if (Double.isNaN(norm)) {
            decline(pair, offer.seq(), RefusalCode.CHECK_FAILED);
            return Verdict.reject(Reason.NON_FINITE);
        } else if (norm > maxNorm) {
            decline(pair, offer.seq(), RefusalCode.CHECK_FAILED);
            return Verdict.reject(Reason.NORM_TOO_LARGE);
        } else if (ledger.edgesLeft() <= 0) {
            decline(pair, offer.seq(), RefusalCode.DEGREE_USED_UP);
            return Verdict.ignore(Reason.DEGREE_USED_UP);
        } else {
            forget(pair);
            pair.repliedAtNanos = nowNanos;
            pair.replyAgain.start(nowNanos, roundTrips.timeoutNanos(pair));
            port.record(
                    new JournalRecord.Answered(pair.peer, offer.seq(), mine.root(), theirs.header(), theirs.body()));
            port.send(pair.peer, new Reply(pair.life(), offer.seq(), mine.root()));
            if (!pair.answerUnderWay) {
                sendBody(pair, mine);
            }
            return Verdict.accept();
        }
    }

    /** Refuses for good. */
    void decline(Pair pair, long seq, RefusalCode code) {
        forget(pair);
        pair.assembly = null;
        if (code != RefusalCode.PASSED) {
            ledger.resolve(pair);
        }
        port.record(new JournalRecord.Declined(pair.peer, seq, code));
        port.send(pair.peer, new Refused(pair.life(), seq, code));
    }

    private void repeatOutcome(Pair pair, long seq) {
        pair.replyAgain.spoil();
        if (seq == pair.lastSeq() && pair.outcome() instanceof Replied replied) {
            port.send(pair.peer, new Reply(pair.life(), seq, replied.mine().root()));
        } else if (seq == pair.lastSeq() && pair.outcome() instanceof Declined declined) {
            port.send(pair.peer, new Refused(pair.life(), seq, declined.code()));
        } else {
            port.send(pair.peer, new Closed(pair.life(), seq));
        }
    }

    /** The peer has applied its side, too. */
    void ack(Pair pair, Ack ack, long nowNanos) {
        if (ack.life() == pair.life() && ack.seq() == pair.lastSeq() && pair.outcome() instanceof Replied) {
            if (pair.replyAgain.first()) {
                roundTrips.measured(pair, nowNanos - pair.repliedAtNanos);
            }
            ledger.acknowledged(pair);
        } else {
            port.verdict(pair.peer, Verdict.ignore(Reason.NO_SUCH_TRANSACTION));
        }
    }

    /** This member published: offers that name an older snapshot are over. */
    void published() {
        for (Pair pair : List.copyOf(pending.values())) {
            Offer offer = pair.pending;
            if (offer != null) {
                decline(pair, offer.seq(), RefusalCode.PASSED);
            }
        }
    }

    /** The offer that waits for its body is over, or never was. */
    void forget(Pair pair) {
        pair.pending = null;
        pending.remove(pair.peer);
    }

    /** A link to the peer is up: if it lacks the reply it will ask; if it has it, its ACK was lost. */
    void linkUp(Pair pair, long nowNanos) {
        pair.replyAgain.restart(nowNanos, roundTrips.timeoutNanos(pair));
    }

    /** Says replies again that were not acknowledged in time: the next offer of the peer may be long in coming. */
    void retry(long nowNanos) {
        for (Pair pair : ledger.replied()) {
            if (pair.replyAgain.due(nowNanos) && port.linked(pair.peer)) {
                repeatOutcome(pair, pair.lastSeq());
                pair.replyAgain.again(nowNanos, roundTrips.timeoutNanos(pair));
            }
        }
    }

    /** When {@link #retry} is due next, {@link Long#MAX_VALUE} when never. */
    long nextRetryNanos() {
        long next = Long.MAX_VALUE;
        for (Pair pair : ledger.replied()) {
            if (port.linked(pair.peer)) {
                next = Math.min(next, pair.replyAgain.atNanos());
            }
        }
        return next;
    }

    /** Peers whose offer waits for its body. */
    Collection<Pair> pending() {
        return pending.values();
    }
}
