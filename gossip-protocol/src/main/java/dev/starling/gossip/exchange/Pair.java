package dev.starling.gossip.exchange;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.journal.Checkpoint.Open;
import dev.starling.gossip.journal.Checkpoint.Outcome;
import dev.starling.gossip.journal.Checkpoint.PairState;
import dev.starling.gossip.journal.Checkpoint.Replied;
import dev.starling.gossip.journal.Checkpoint.Settled;
import dev.starling.gossip.message.Offer;
import dev.starling.gossip.message.SignedHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a member keeps about one peer: the durable part changes in {@link Ledger} only, the rest is forgotten by a crash. */
final class Pair {
    static final Outcome SETTLED = new Settled();
    static final int NEVER = -1;

    final PeerId peer;

    private PairState durable;

    // Since the latest own snapshot: follows from the records after the checkpoint.
    private int mixedIn = NEVER;
    private int resolvedIn = NEVER;
    private int swappedIn = NEVER;

    // Forgotten by a crash.
    /** The newest header of the peer, unless it is of long ago; {@link Headers} alone sets it. */
    @Nullable
    SignedHeader header;

    @Nullable
    SignedHeader earlier;

    /** Latest slot the peer published in this life, 0 when unknown; kept when the header is not. */
    int slot;

    @Nullable
    Assembly assembly;

    @Nullable
    Offer pending;

    boolean replySeen;

    /** The own body for the offer that is pending has set out. */
    boolean answerUnderWay;

    /** The newest life and slot of the peer that other members' headers speak of. */
    Heard rumour = new Heard(0, 0);

    long headerAtNanos;
    long offeredAtNanos;
    boolean fetching;
    long repliedAtNanos;
    long announcedAtNanos;

    /** The peer has shown that it holds the latest own header. */
    boolean holdsLatest;

    final RoundTrip roundTrip = new RoundTrip();
    final Repeat offerAgain = new Repeat();
    final Repeat replyAgain = new Repeat();
    final Repeat wantAgain = new Repeat();
    final Repeat announceAgain = new Repeat();

    /** Slots that ended lately without an exchange with the peer, though it was a neighbour; see {@link Partners#slotOver}. */
    int lapses;

    boolean quarantined;

    /** The slot after which the peer rests, {@link #NEVER} while it does not. */
    int restsAfter = NEVER;

    Pair(PeerId peer) {
        this(new PairState(peer, 0, 0, Optional.empty(), 0, SETTLED));
    }

    Pair(PairState durable) {
        this.peer = durable.peer();
        this.durable = durable;
    }

    /** What a checkpoint keeps of this pair; the same object until it changes. */
    PairState state() {
        return durable;
    }

    /** The peer's life, 0 when unknown. */
    long life() {
        return durable.life();
    }

    /** Last sequence number this member opened. */
    long lastOffered() {
        return durable.lastOffered();
    }

    /** The transaction this member opened and that has not ended. */
    @Nullable
    Open open() {
        return durable.open().orElse(null);
    }

    /** Last sequence number this member answered. */
    long lastSeq() {
        return durable.lastSeq();
    }

    /** What it answered. */
    Outcome outcome() {
        return durable.outcome();
    }

    void offered(long seq, @Nullable Open open) {
        durable = new PairState(
                peer, durable.life(), seq, Optional.ofNullable(open), durable.lastSeq(), durable.outcome());
        replySeen = false;
    }

    void answered(long seq, Outcome outcome) {
        durable = new PairState(peer, durable.life(), durable.lastOffered(), durable.open(), seq, outcome);
    }

    void inLife(long life) {
        durable = new PairState(peer, life, durable.lastOffered(), durable.open(), 0, SETTLED);
        slot = 0;
    }

    /** True when a flow of this pair was applied after own snapshot number {@code snapshot}: no offer from that one. */
    boolean mixedIn(int snapshot) {
        return mixedIn == snapshot;
    }

    void mix(int snapshot) {
        mixedIn = snapshot;
    }

    /** True when that own snapshot was swapped with one of the peer. */
    boolean swappedIn(int snapshot) {
        return swappedIn == snapshot;
    }

    void swap(int snapshot) {
        swappedIn = snapshot;
    }

    /** True when this pair's exchange for that own snapshot is over, one way or another. */
    boolean resolvedIn(int snapshot) {
        return resolvedIn == snapshot;
    }

    void resolve(int snapshot) {
        resolvedIn = snapshot;
    }

    /** The kept header that names this root. */
    @Nullable
    SignedHeader headerOf(Digest root) {
        if (header != null && header.root().equals(root)) {
            return header;
        }
        return earlier != null && earlier.root().equals(root) ? earlier : null;
    }

    /** Headers of everything that is open, answered or kept. */
    List<SignedHeader> headers() {
        List<SignedHeader> headers = new ArrayList<>();
        Optional.ofNullable(header).ifPresent(headers::add);
        Optional.ofNullable(earlier).ifPresent(headers::add);
        durable.open().ifPresent(open -> headers.addAll(List.of(open.mine().header(), open.theirs())));
        if (outcome() instanceof Replied replied) {
            headers.add(replied.mine().header());
            headers.add(replied.theirs().header());
        }
        return headers;
    }

    /** The newest life and slot of the peer that anybody here has heard of. */
    Heard heard() {
        return new Heard(life(), slot).orNewer(rumour);
    }
}
