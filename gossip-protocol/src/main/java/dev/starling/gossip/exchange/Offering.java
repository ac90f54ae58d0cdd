package dev.starling.gossip.exchange;

import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.admission.Reason;
import dev.starling.gossip.admission.Verdict;
import dev.starling.gossip.journal.Checkpoint.Open;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.journal.JournalRecord.Side;
import dev.starling.gossip.journal.Snapshot;
import dev.starling.gossip.message.Ack;
import dev.starling.gossip.message.Announce;
import dev.starling.gossip.message.Closed;
import dev.starling.gossip.message.Limits;
import dev.starling.gossip.message.Offer;
import dev.starling.gossip.message.Refused;
import dev.starling.gossip.message.Reply;
import dev.starling.gossip.message.SignedHeader;

/** The lower id's side of the exchange: opens transactions, says them again, closes them. Confined to the engine's thread. */
final class Offering {
    private final PeerId self;
    private final Ledger ledger;
    private final ExchangePort port;
    private final RoundTrips roundTrips;

    Offering(PeerId self, Ledger ledger, ExchangePort port, RoundTrips roundTrips) {
        this.self = self;
        this.ledger = ledger;
        this.port = port;
        this.roundTrips = roundTrips;
    }

    /** Opens a transaction with the peer if everything allows it. */
    void maybeOffer(Pair pair, long nowNanos) {
        Snapshot mine = ledger.latest().orElse(null);
        SignedHeader theirs = pair.header;
        if (mine == null || theirs == null || self.compareTo(pair.peer) > 0) {
            return;
        }
        boolean sameSlot = theirs.header().slot() == mine.header().header().slot();
        boolean free = pair.open() == null && !ledger.mixed(pair) && !ledger.resolved(pair) && !pair.quarantined;
        if (sameSlot && free && port.neighbour(pair.peer) && port.mayStart(pair.peer) && ledger.edgesLeft() > 0) {
            long seq = pair.lastOffered() + 1;
            port.record(new JournalRecord.Offered(pair.peer, seq, mine.root(), theirs));
            pair.offeredAtNanos = nowNanos;
            pair.offerAgain.start(nowNanos, roundTrips.timeoutNanos(pair));
            port.send(pair.peer, new Offer(ledger.life(), seq, mine.root(), theirs.root()));
            port.stream(pair.peer, mine, 0, Limits.slices(mine.body().length));
        }
    }

    /** Says an open transaction again: the offer, or what of the reply is missing. */
    void sayAgain(Pair pair, Open open) {
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
    }

    /** A link to the peer is up again: what is open is said again at once. */
    void linkUp(Pair pair, long nowNanos) {
        Open open = pair.open();
        if (open != null) {
            sayAgain(pair, open);
            pair.offerAgain.restart(nowNanos, roundTrips.timeoutNanos(pair));
        }
    }

    /** The peer is there and has gone on to another slot: what is open need not wait as long as for somebody who is silent. */
    void peerSpoke(Pair pair, long nowNanos) {
        if (pair.open() != null) {
            pair.offerAgain.hasten(nowNanos, roundTrips.timeoutNanos(pair));
        }
    }

    /**
     * The peer has applied its side. From here on any body that matches the header it signed must be taken.
     *
     * @return true when the reply is taken: its body is awaited, or there already
     */
    boolean reply(Pair pair, Reply reply, long nowNanos) {
        PeerId from = pair.peer;
        Open open = pair.open();
        if (reply.life() != ledger.life() || open == null || reply.seq() != open.seq()) {
            boolean finished = reply.life() == ledger.life() && reply.seq() <= pair.lastOffered();
            if (finished) {
                port.send(from, new Ack(reply.life(), reply.seq()));
            }
            port.verdict(from, Verdict.ignore(finished ? Reason.DUPLICATE : Reason.NO_SUCH_TRANSACTION));
            return false;
        }
        if (!reply.rootJ().equals(open.theirs().root())) {
            port.verdict(from, Verdict.reject(Reason.WRONG_ROOT));
            return false;
        }
        Assembly assembly = pair.assembly;
        if (assembly == null || !assembly.root().equals(reply.rootJ())) {
            assembly = new Assembly(open.theirs());
            pair.assembly = assembly;
        }
        if (!pair.replySeen) {
            answered(pair, nowNanos);
            pair.replySeen = true;
            pair.wantAgain.start(
                    nowNanos,
                    roundTrips.sliceTimeoutNanos(pair, assembly.missing().count()));
        }
        return true;
    }

    /**
     * The body of the reply is there: applies the own side.
     *
     * @param norm of the vector behind it, NaN when it holds what no encoder writes
     * @return true when it was applied, false when it is void
     */
    boolean complete(Pair pair, Open open, Snapshot theirs, double norm) {
        if (Double.isNaN(norm)) {
            port.verdict(pair.peer, Verdict.reject(Reason.NON_FINITE));
            port.record(new JournalRecord.Voided(pair.peer, pair.life(), open.seq(), Side.OFFERED, new float[0]));
            return false;
        }
        port.record(new JournalRecord.Completed(pair.peer, open.seq(), theirs.body()));
        port.send(pair.peer, new Ack(ledger.life(), open.seq()));
        return true;
    }

    private void answered(Pair pair, long nowNanos) {
        if (pair.offerAgain.first()) {
            roundTrips.measured(pair, nowNanos - pair.offeredAtNanos);
        }
    }

    /** The peer will never apply its side. */
    void refused(Pair pair, Refused refused, long nowNanos) {
        PeerId from = pair.peer;
        Open open = pair.open();
        if (refused.life() == ledger.life() && open != null && refused.seq() == open.seq() && !pair.replySeen) {
            answered(pair, nowNanos);
            port.record(new JournalRecord.OfferClosed(from, open.seq(), refused.code()));
            pair.assembly = null;
        } else {
            port.verdict(from, Verdict.ignore(Reason.NO_SUCH_TRANSACTION));
        }
    }

    /** The peer knows an open transaction as acknowledged: this member said so in a state it has lost. */
    void closed(Pair pair, Closed closed) {
        PeerId from = pair.peer;
        Open open = pair.open();
        if (closed.life() == ledger.life() && open != null && closed.seq() == open.seq()) {
            port.rolledBack(from);
        } else {
            port.verdict(from, Verdict.ignore(Reason.NO_SUCH_TRANSACTION));
        }
    }

    /** Says offers again that were not answered in time. */
    void retry(long nowNanos) {
        for (Pair pair : ledger.opened()) {
            Open open = pair.open();
            if (open != null && offerAwaitsAnswer(pair) && pair.offerAgain.due(nowNanos)) {
                sayAgain(pair, open);
                pair.offerAgain.again(nowNanos, roundTrips.timeoutNanos(pair));
            }
        }
    }

    /** When {@link #retry} is due next, {@link Long#MAX_VALUE} when never. */
    long nextRetryNanos() {
        long next = Long.MAX_VALUE;
        for (Pair pair : ledger.opened()) {
            if (offerAwaitsAnswer(pair)) {
                next = Math.min(next, pair.offerAgain.atNanos());
            }
        }
        return next;
    }

    /** Once the reply is here, only its body is asked for again. */
    private boolean offerAwaitsAnswer(Pair pair) {
        return !pair.replySeen && port.linked(pair.peer);
    }
}
