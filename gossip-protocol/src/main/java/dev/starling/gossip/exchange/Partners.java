package dev.starling.gossip.exchange;

import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.message.SignedHeader;
import java.util.List;

/**
 * The peers as whoever waits for them sees them: with whom the exchange of the latest slot is over or under way, and who is
 * late. Confined to the engine's thread; times in nanoseconds of the engine's clock.
 */
public final class Partners {
    private static final int LATE = 2;
    private static final int MOST_LAPSES = 4;

    private final Ledger ledger;
    private long publishedAtNanos;

    Partners(Ledger ledger) {
        this.ledger = ledger;
    }

    /** The latest own header goes out now. */
    void published(long nowNanos) {
        publishedAtNanos = nowNanos;
    }

    /** Since this member and the peer hold each other's latest headers. */
    long sinceBothHeaders(Pair pair, long nowNanos) {
        return Math.min(nowNanos - publishedAtNanos, nowNanos - pair.headerAtNanos);
    }

    /** True when this pair's exchange for the latest own snapshot is over, or will never be. */
    public boolean resolved(PeerId peer) {
        Pair pair = ledger.known(peer).orElse(null);
        return pair != null && (ledger.resolved(pair) || pair.quarantined || pair.slot > ledger.slot());
    }

    /** True when both have published the same slot and their exchange is not over. */
    public boolean swapping(PeerId peer) {
        Pair pair = ledger.known(peer).orElse(null);
        return pair != null && pair.slot == ledger.slot() && !resolved(peer);
    }

    /** Since when the two are {@link #swapping}. */
    public long swappingSinceNanos(PeerId peer) {
        long headerAt = ledger.known(peer).map(pair -> pair.headerAtNanos).orElse(publishedAtNanos);
        return headerAt - publishedAtNanos > 0 ? headerAt : publishedAtNanos;
    }

    /** True when the peer's newest header came after the latest own one, and is of an earlier slot. */
    public boolean cameLate(PeerId peer) {
        Pair pair = ledger.known(peer).orElse(null);
        return pair != null
                && pair.header != null
                && pair.slot < ledger.slot()
                && pair.headerAtNanos - publishedAtNanos >= 0;
    }

    /** Steps the peer trained in its newest slot, {@code otherwise} when no header of it is kept. */
    public int stepsOf(PeerId peer, int otherwise) {
        SignedHeader header = ledger.known(peer).map(pair -> pair.header).orElse(null);
        return header == null ? otherwise : header.header().stepsDone();
    }

    /** True when the peer is worth waiting for: it did not miss several exchanges in a row. */
    public boolean punctual(PeerId peer) {
        return ledger.known(peer).map(pair -> pair.lapses < LATE).orElse(true);
    }

    /**
     * The latest slot is over, and these were its neighbours: whoever has not exchanged in it is waited for less in the
     * next ones.
     */
    public void slotOver(List<PeerId> neighbours) {
        for (PeerId peer : neighbours) {
            Pair pair = ledger.pair(peer);
            if (ledger.resolved(pair)) {
                pair.lapses = Math.max(0, pair.lapses - 1);
            } else {
                pair.lapses = Math.min(MOST_LAPSES, pair.lapses + 1);
            }
        }
    }
}
