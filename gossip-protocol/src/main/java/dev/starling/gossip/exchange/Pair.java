package dev.starling.gossip.exchange;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.journal.Checkpoint.Open;
import dev.starling.gossip.journal.Checkpoint.Outcome;
import dev.starling.gossip.journal.Checkpoint.PairState;
import dev.starling.gossip.journal.Checkpoint.Settled;
import dev.starling.gossip.message.Offer;
import dev.starling.gossip.message.SignedHeader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a member keeps about one peer: the durable part changes in {@link Ledger} only, the rest is forgotten by a crash. */
final class Pair {
    static final Outcome SETTLED = new Settled();

    final PeerId peer;

    // Durable.
    long life;
    long lastOffered;

    @Nullable
    Open open;

    long lastSeq;
    Outcome outcome = SETTLED;

    // Since the latest own snapshot: follows from the records after the checkpoint.
    /** A flow of this pair was applied after the latest own snapshot was taken: no offer from that snapshot. */
    boolean mixed;
    /** This pair's exchange for the latest own snapshot is over, one way or another. */
    boolean resolved;

    // Forgotten by a crash.
    @Nullable
    SignedHeader header;

    @Nullable
    SignedHeader earlier;

    @Nullable
    Assembly assembly;

    @Nullable
    Offer pending;

    boolean replySeen;
    /** The newest life and slot of the peer that other members' headers speak of. */
    Heard rumour = new Heard(0, 0);

    long headerAtNanos;
    long offeredAtNanos;
    boolean fetching;
    long retryAtNanos;
    int retries;
    boolean quarantined;

    Pair(PeerId peer) {
        this.peer = peer;
    }

    static Pair restored(PairState state) {
        Pair pair = new Pair(state.peer());
        pair.life = state.life();
        pair.lastOffered = state.lastOffered();
        pair.open = state.open().orElse(null);
        pair.lastSeq = state.lastSeq();
        pair.outcome = state.outcome();
        return pair;
    }

    /** What the peer has said of a state that counts no more. */
    void forget() {
        header = null;
        earlier = null;
        pending = null;
        assembly = null;
    }

    PairState state() {
        return new PairState(peer, life, lastOffered, Optional.ofNullable(open), lastSeq, outcome);
    }

    /** The kept header that names this root. */
    @Nullable
    SignedHeader headerOf(Digest root) {
        if (header != null && header.root().equals(root)) {
            return header;
        }
        return earlier != null && earlier.root().equals(root) ? earlier : null;
    }

    /** The newest life and slot of the peer that anybody here has heard of. */
    Heard heard() {
        return new Heard(life, slot()).orNewer(rumour);
    }

    /** Latest slot the peer published, 0 when unknown. */
    int slot() {
        return header == null ? 0 : header.header().slot();
    }
}
