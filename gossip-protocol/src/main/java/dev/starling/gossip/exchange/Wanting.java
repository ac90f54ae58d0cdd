package dev.starling.gossip.exchange;

import dev.starling.gossip.journal.Checkpoint.Open;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks again for what is missing of a body that is awaited: that of an offer that was taken, or of a reply. As long as
 * slices come, nothing is asked for. Confined to the engine's thread.
 */
final class Wanting {
    private final Ledger ledger;
    private final Answering answering;
    private final ExchangePort port;
    private final RoundTrips roundTrips;

    Wanting(Ledger ledger, Answering answering, ExchangePort port, RoundTrips roundTrips) {
        this.ledger = ledger;
        this.answering = answering;
        this.port = port;
        this.roundTrips = roundTrips;
    }

    /** A slice of the body came. */
    void progress(Pair pair, Assembly assembly, long nowNanos) {
        pair.wantAgain.start(
                nowNanos, roundTrips.sliceTimeoutNanos(pair, assembly.missing().count()));
    }

    /** The peer is there: what is missing need not wait as long as for somebody who is silent. */
    void peerSpoke(Pair pair, long nowNanos) {
        Assembly assembly = pair.assembly;
        if (assembly != null) {
            pair.wantAgain.hasten(
                    nowNanos,
                    roundTrips.sliceTimeoutNanos(pair, assembly.missing().count()));
        }
    }

    /** A link to the peer is up again: whatever was on its way is lost. */
    void linkUp(Pair pair, long nowNanos) {
        if (pair.pending != null) {
            ask(pair, nowNanos);
        }
    }

    void retry(long nowNanos) {
        for (Pair pair : awaiting()) {
            if (pair.wantAgain.due(nowNanos)) {
                ask(pair, nowNanos);
            }
        }
    }

    private void ask(Pair pair, long nowNanos) {
        Assembly assembly = pair.assembly;
        if (assembly != null) {
            port.send(pair.peer, assembly.missing());
            pair.wantAgain.again(nowNanos, roundTrips.timeoutNanos(pair));
        }
    }

    /** When {@link #retry} is due next, {@link Long#MAX_VALUE} when never. */
    long nextRetryNanos() {
        long next = Long.MAX_VALUE;
        for (Pair pair : awaiting()) {
            next = Math.min(next, pair.wantAgain.atNanos());
        }
        return next;
    }

    private List<Pair> awaiting() {
        List<Pair> awaiting = new ArrayList<>();
        for (Pair pair : answering.pending()) {
            if (pair.assembly != null && port.linked(pair.peer)) {
                awaiting.add(pair);
            }
        }
        for (Pair pair : ledger.opened()) {
            Open open = pair.open();
            Assembly assembly = pair.assembly;
            boolean ofReply = pair.replySeen
                    && open != null
                    && assembly != null
                    && assembly.root().equals(open.theirs().root());
            if (ofReply && port.linked(pair.peer)) {
                awaiting.add(pair);
            }
        }
        return awaiting;
    }
}
