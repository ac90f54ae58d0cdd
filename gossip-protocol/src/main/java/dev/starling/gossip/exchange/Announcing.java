package dev.starling.gossip.exchange;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.journal.Snapshot;
import dev.starling.gossip.message.Announce;
import dev.starling.gossip.message.SignedHeader;
import dev.starling.gossip.message.SnapshotHeader;
import java.util.List;

/**
 * Says the latest own header again to neighbours who may have missed it. Without it they never start an edge, or never
 * learn that this member awaits their offer. Confined to the engine's thread.
 */
final class Announcing {
    private final PeerId self;
    private final Ledger ledger;
    private final ExchangePort port;
    private final RoundTrips roundTrips;
    private List<Pair> neighbours = List.of();

    Announcing(PeerId self, Ledger ledger, ExchangePort port, RoundTrips roundTrips) {
        this.self = self;
        this.ledger = ledger;
        this.port = port;
        this.roundTrips = roundTrips;
    }

    /** The latest header went to these. */
    void announced(List<PeerId> peers, long nowNanos) {
        neighbours = peers.stream().map(ledger::pair).toList();
        for (Pair pair : neighbours) {
            pair.announcedAtNanos = nowNanos;
            pair.holdsLatest = false;
            pair.announceAgain.start(nowNanos, roundTrips.timeoutNanos(pair));
        }
    }

    /** A peer that published the same slot without having seen ours before has missed it, unless the two crossed. */
    void headerArrived(Pair pair, SignedHeader theirs, long nowNanos) {
        Snapshot mine = ledger.latest().orElse(null);
        if (mine == null) {
            return;
        }
        if (saw(theirs.header(), mine)) {
            pair.holdsLatest = true;
        } else if (wanted(pair) && theirs.header().slot() == ledger.slot()) {
            long timeout = roundTrips.timeoutNanos(pair);
            pair.announceAgain.restart(Math.max(nowNanos - timeout, pair.announcedAtNanos), timeout);
        } else {
            sayIfBehind(pair, theirs.header().slot(), nowNanos);
        }
    }

    /**
     * Whoever is behind hears how far this member is, even if it is no neighbour any more: it neither awaits an exchange
     * that will never be nor believes that others stand where it saw them last.
     */
    void sayIfBehind(Pair pair, int slot, long nowNanos) {
        Snapshot mine = ledger.latest().orElse(null);
        if (mine != null && slot < ledger.slot() && !pair.quarantined) {
            say(pair, mine, nowNanos);
            pair.announceAgain.restart(nowNanos, roundTrips.timeoutNanos(pair));
        }
    }

    private void say(Pair pair, Snapshot mine, long nowNanos) {
        port.send(pair.peer, new Announce(mine.header()));
        pair.announcedAtNanos = nowNanos;
    }

    private boolean saw(SnapshotHeader theirs, Snapshot mine) {
        return theirs.seen().stream()
                .anyMatch(seen -> seen.member().equals(self) && seen.root().equals(mine.root()));
    }

    /** The peer names this root of a snapshot of ours. */
    void named(Pair pair, Digest root) {
        if (ledger.latest().filter(mine -> mine.root().equals(root)).isPresent()) {
            pair.holdsLatest = true;
        }
    }

    void retry(long nowNanos) {
        for (Pair pair : neighbours) {
            if (pair.announceAgain.due(nowNanos) && wanted(pair)) {
                ledger.latest().ifPresent(mine -> say(pair, mine, nowNanos));
                pair.announceAgain.again(nowNanos, roundTrips.timeoutNanos(pair));
            }
        }
    }

    /** When {@link #retry} is due next, {@link Long#MAX_VALUE} when never. */
    long nextRetryNanos() {
        long next = Long.MAX_VALUE;
        for (Pair pair : neighbours) {
            if (wanted(pair)) {
                next = Math.min(next, pair.announceAgain.atNanos());
            }
        }
        return next;
    }

    /** Nothing has shown yet that the peer holds the header, and it is not further itself. */
    private boolean wanted(Pair pair) {
        return !pair.holdsLatest && !pair.quarantined && pair.slot <= ledger.slot() && port.mayStart(pair.peer);
    }
}
