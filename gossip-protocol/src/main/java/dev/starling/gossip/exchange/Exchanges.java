package dev.starling.gossip.exchange;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.admission.Reason;
import dev.starling.gossip.admission.Verdict;
import dev.starling.gossip.journal.Checkpoint.Open;
import dev.starling.gossip.journal.Checkpoint.Replied;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.journal.Snapshot;
import dev.starling.gossip.message.Ack;
import dev.starling.gossip.message.Announce;
import dev.starling.gossip.message.Body.Pause;
import dev.starling.gossip.message.Closed;
import dev.starling.gossip.message.Grounds;
import dev.starling.gossip.message.Limits;
import dev.starling.gossip.message.Offer;
import dev.starling.gossip.message.RefusalCode;
import dev.starling.gossip.message.Refused;
import dev.starling.gossip.message.Reply;
import dev.starling.gossip.message.SignedHeader;
import dev.starling.gossip.message.Slice;
import dev.starling.gossip.message.SnapshotHeader.Seen;
import dev.starling.gossip.message.Want;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The two-party exchange, both roles, with every peer. Decides what to record and what to say; the {@link Ledger} decides
 * what a record does. Nothing that a peer sends makes it throw. Confined to the engine's thread.
 */
public final class Exchanges {
    private static final Heard NOTHING_HEARD = new Heard(0, 0);

    private final PeerId self;
    private final Ledger ledger;
    private final ExchangePort port;
    private final Offering offering;
    private final Answering answering;
    private final Wanting wanting;
    private final Announcing announcing;
    private final Voiding voiding;
    private final Headers headers = new Headers();
    private final Resting resting = new Resting();
    private final Partners partners;
    private Completed completed = Completed.NONE;

    /**
     * @param maxNorm largest Euclidean norm of a snapshot that is answered
     */
    public Exchanges(PeerId self, Ledger ledger, ExchangePort port, double maxNorm) {
        this.self = self;
        this.ledger = ledger;
        this.port = port;
        this.voiding = new Voiding(ledger, port);
        this.partners = new Partners(ledger);
        RoundTrips roundTrips = new RoundTrips();
        this.offering = new Offering(self, ledger, port, roundTrips);
        this.answering = new Answering(self, ledger, port, roundTrips, maxNorm);
        this.wanting = new Wanting(ledger, answering, port, roundTrips);
        this.announcing = new Announcing(self, ledger, port, roundTrips);
    }

    /** This member published: offers that name an older snapshot are over, and edges of the new slot may start. */
    public void published(int slot, Snapshot snapshot, long nowNanos) {
        ledger.publish(slot, snapshot);
        partners.published(nowNanos);
        answering.published();
        headers.published(slot);
    }

    /** The latest header went to these neighbours: starts whatever edges may start with them. */
    public void startEdges(List<PeerId> neighbours, long nowNanos) {
        announcing.announced(neighbours, nowNanos);
        for (PeerId neighbour : neighbours) {
            ledger.known(neighbour).ifPresent(pair -> offering.maybeOffer(pair, nowNanos));
        }
    }

    /** A header that passed every check. */
    public void headerArrived(SignedHeader header, long nowNanos) {
        PeerId peer = header.header().member();
        noteLife(peer, header.header().life());
        Pair pair = ledger.pair(peer);
        headers.take(pair, header, nowNanos);
        resting.published(pair, header.header().slot());
        header.header().seen().forEach(this::heardOfOthers);
        offering.peerSpoke(pair, nowNanos);
        wanting.peerSpoke(pair, nowNanos);
        offering.maybeOffer(pair, nowNanos);
        announcing.headerArrived(pair, header, nowNanos);
    }

    /** Somebody has seen a slot of the member. Who has published after its rest rests no more, though its word did not come. */
    private void heardOfOthers(Seen seen) {
        Pair other = ledger.known(seen.member()).orElse(null);
        if (other != null && other.life() == seen.life()) {
            other.rumour = other.rumour.orNewer(new Heard(seen.life(), seen.slot()));
            resting.published(other, seen.slot());
        }
    }

    /** A header that is known already: what was said in answer to it may have been lost. */
    public void headerRepeated(SignedHeader header, long nowNanos) {
        ledger.known(header.header().member())
                .filter(pair -> header.equals(pair.header))
                .ifPresent(pair -> announcing.sayIfBehind(pair, header.header().slot(), nowNanos));
    }

    /** Headers of the peer that are kept, newest first; entries may be null. */
    public List<@Nullable SignedHeader> held(PeerId peer) {
        Pair pair = ledger.known(peer).orElse(null);
        return pair == null ? List.of() : Arrays.asList(pair.header, pair.earlier);
    }

    /**
     * How far the peer is, from itself or from others' headers: what it is told in HELLO, so that a restored backup is
     * noticed by whomever it meets first.
     */
    public Heard heardOf(PeerId peer) {
        return ledger.known(peer).map(Pair::heard).orElse(NOTHING_HEARD);
    }

    /** The peer's life as known here, 0 when unknown. */
    public long lifeOf(PeerId peer) {
        return ledger.known(peer).map(Pair::life).orElse(0L);
    }

    /** Headers of others from this slot on, for the own header. */
    public List<Seen> seenSince(int slot) {
        return headers.seenSince(slot);
    }

    /** What this member opened and finished. */
    public Completed completed() {
        return completed;
    }

    /** The peers as whoever waits for them sees them. */
    public Partners partners() {
        return partners;
    }

    /** True when the two have swapped the latest own snapshot. */
    public boolean mixed(PeerId peer) {
        return ledger.known(peer).map(ledger::mixed).orElse(false);
    }

    /** True when the latest own snapshot itself was swapped with one of the peer: not only an older one, late. */
    public boolean swapped(PeerId peer) {
        return ledger.known(peer).map(ledger::swapped).orElse(false);
    }

    /** The peer's newest slot, 0 when unknown. */
    public int slotOf(PeerId peer) {
        return ledger.known(peer).map(pair -> pair.slot).orElse(0);
    }

    /** The newest slot of those peers that count, 0 when unknown. */
    public int newestSlot(Predicate<PeerId> counts) {
        return headers.newest(counts).map(pair -> pair.slot).orElse(0);
    }

    /** The peer to fetch the newest snapshot from, of those that count. */
    public Optional<PeerId> newestPeer(Predicate<PeerId> counts) {
        return headers.newest(counts).map(pair -> pair.peer);
    }

    /** Peers with whom a transaction is open, either way. */
    public Set<PeerId> busyPeers() {
        Set<PeerId> busy = new TreeSet<>();
        ledger.opened().forEach(pair -> busy.add(pair.peer));
        ledger.replied().forEach(pair -> busy.add(pair.peer));
        return busy;
    }

    /** True while something with the peer is open: its link is needed. */
    public boolean busyWith(PeerId peer) {
        Pair pair = ledger.known(peer).orElse(null);
        return pair != null
                && (pair.open() != null || pair.pending != null || pair.fetching || pair.outcome() instanceof Replied);
    }

    /** Stops new edges with the peer; what is open still finishes. */
    public void quarantine(PeerId peer, Grounds why) {
        Pair pair = ledger.pair(peer);
        if (!pair.quarantined) {
            pair.quarantined = true;
            port.quarantined(peer, why);
        }
    }

    /** True when the peer is quarantined. */
    public boolean isQuarantined(PeerId peer) {
        return ledger.known(peer).map(pair -> pair.quarantined).orElse(false);
    }

    /** The peer says that it rests after this slot, or that it goes on. What it said earlier, or in another life, is nothing. */
    public void pause(PeerId peer, Pause pause, long nowNanos) {
        Pair pair = ledger.pair(peer);
        if (resting.take(pair, pause) && !pause.paused()) {
            announcing.sayIfBehind(pair, pause.slot(), nowNanos);
        }
    }

    /** True while the peer rests. */
    public boolean isPaused(PeerId peer) {
        return resting.holds(peer);
    }

    /** Who rests. */
    public Set<PeerId> paused() {
        return resting.peers();
    }

    /** The peer speaks in this life. A new one means that its state is lost: what was between the two is void. */
    public void noteLife(PeerId peer, long life) {
        Pair pair = ledger.pair(peer);
        if (life <= pair.life()) {
            return;
        }
        if (pair.life() != 0) {
            voiding.all(pair);
            forget(pair);
        }
        port.record(new JournalRecord.PeerLife(peer, life));
    }

    /**
     * The roster has removed the peer: what is open between the two is void. Should a fork bring it back, it must come in
     * a new life, because in this one it may still finish its side.
     */
    public void peerRemoved(PeerId peer) {
        ledger.known(peer).ifPresent(pair -> {
            if (voiding.all(pair)) {
                port.record(new JournalRecord.PeerLife(peer, pair.life() + 1));
            }
            forget(pair);
        });
    }

    /** Voids what is open with peers that were removed before a crash could be told. */
    public void voidStrangers(Predicate<PeerId> member) {
        for (Pair pair : List.copyOf(ledger.pairs())) {
            if (!member.test(pair.peer)) {
                peerRemoved(pair.peer);
            }
        }
    }

    /** This member starts a new life: everything between it and anybody is void. */
    public void beginLife(long life, int slot) {
        for (Pair pair : List.copyOf(ledger.pairs())) {
            voiding.all(pair);
            answering.forget(pair);
            pair.assembly = null;
        }
        port.record(new JournalRecord.OwnLife(self, life, slot));
    }

    /** A link to the peer is up again: what is open is said again at once. */
    public void linkUp(PeerId peer, long nowNanos) {
        Pair pair = ledger.pair(peer);
        offering.linkUp(pair, nowNanos);
        answering.linkUp(pair, nowNanos);
        wanting.linkUp(pair, nowNanos);
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
        offering.retry(nowNanos);
        answering.retry(nowNanos);
        wanting.retry(nowNanos);
        announcing.retry(nowNanos);
    }

    /** When {@link #retry} is due next, {@link Long#MAX_VALUE} when never. */
    public long nextRetryNanos() {
        long ofExchange = Math.min(offering.nextRetryNanos(), answering.nextRetryNanos());
        return Math.min(ofExchange, Math.min(wanting.nextRetryNanos(), announcing.nextRetryNanos()));
    }

    /** The peer has applied its side of a transaction that this member opened. */
    public void reply(PeerId from, Reply reply, long nowNanos) {
        Pair pair = ledger.pair(from);
        Open open = pair.open();
        if (open != null && reply.seq() == open.seq()) {
            announcing.named(pair, open.mine().root());
        }
        if (offering.reply(pair, reply, nowNanos)) {
            finishIfComplete(pair, nowNanos);
        }
    }

    /** The peer will never apply its side; what it kept from starting may start. */
    public void refused(PeerId from, Refused refused, long nowNanos) {
        Pair pair = ledger.pair(from);
        offering.refused(pair, refused, nowNanos);
        offering.maybeOffer(pair, nowNanos);
    }

    /** The peer knows an open transaction as acknowledged. */
    public void closed(PeerId from, Closed closed) {
        offering.closed(ledger.pair(from), closed);
    }

    /** The peer opens a transaction, or says it again. */
    public void offer(PeerId from, Offer offer, long nowNanos) {
        Pair pair = ledger.pair(from);
        announcing.named(pair, offer.rootJ());
        if (answering.offer(pair, offer, nowNanos)) {
            finishIfComplete(pair, nowNanos);
        }
    }

    /** The peer has applied its side, too. */
    public void ack(PeerId from, Ack ack, long nowNanos) {
        answering.ack(ledger.pair(from), ack, nowNanos);
    }

    /**
     * This member goes and answers nothing more. The next offer of everybody who may have one under way is refused now, since
     * the answer to it would come too late: whoever opened it may close it, and whoever did not is refused once when this
     * member is back. A reply that was not acknowledged is kept; with that peer nothing else can be open.
     */
    public void refuseWhatIsUnderWay() {
        for (Pair pair : List.copyOf(ledger.pairs())) {
            boolean offers = pair.peer.compareTo(self) < 0 && pair.life() != 0;
            if (offers && port.linked(pair.peer) && !(pair.outcome() instanceof Replied)) {
                answering.decline(pair, pair.lastSeq() + 1, RefusalCode.NOT_NOW);
            }
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
        } else {
            answering.progress(pair, assembly);
            wanting.progress(pair, assembly, nowNanos);
            if (isMixed(pair, assembly)) {
                assembly.measure(ledger.parameters());
            }
        }
    }

    /** True for the body of an offer that was taken, and for that of the answer to an own one. */
    private static boolean isMixed(Pair pair, Assembly assembly) {
        Offer pending = pair.pending;
        Open open = pair.open();
        return (pending != null && pending.rootI().equals(assembly.root()))
                || (open != null && open.theirs().root().equals(assembly.root()));
    }

    /** A body that is awaited, or about to be: slices may overtake the OFFER or REPLY they belong to. */
    private @Nullable Assembly assemblyFor(Pair pair, Digest root) {
        Assembly assembly = pair.assembly;
        if (assembly != null && assembly.root().equals(root)) {
            return assembly;
        }
        Open open = pair.open();
        SignedHeader newest = pair.header;
        if (open != null && open.theirs().root().equals(root)) {
            assembly = new Assembly(open.theirs());
        } else if (newest != null
                && newest.root().equals(root)
                && pair.pending == null
                && open == null
                && !ledger.mixed(pair)) {
            assembly = new Assembly(newest);
        } else {
            return null;
        }
        pair.assembly = assembly;
        return assembly;
    }

    private void finishIfComplete(Pair pair, long nowNanos) {
        Assembly assembly = pair.assembly;
        if (assembly != null && assembly.complete()) {
            bodyArrived(pair, assembly, nowNanos);
        }
    }

    private void bodyArrived(Pair pair, Assembly assembly, long nowNanos) {
        Snapshot theirs = assembly.finish().orElse(null);
        if (theirs == null) {
            port.verdict(pair.peer, Verdict.reject(Reason.WRONG_ROOT));
            return;
        }
        port.arrived(theirs);
        long wholeForNanos = assembly.wholeForNanos(nowNanos);
        Offer pending = pair.pending;
        Open open = pair.open();
        if (pending != null && pending.rootI().equals(theirs.root())) {
            pair.assembly = null;
            Verdict verdict = answering.answer(pair, theirs, assembly.norm(ledger.parameters()), nowNanos);
            if (verdict.accepted()) {
                port.exchanged(pair.peer, partners.sinceBothHeaders(pair, nowNanos));
            } else {
                port.verdict(pair.peer, verdict);
                if (verdict.equals(Verdict.reject(Reason.NON_FINITE))) {
                    quarantine(pair.peer, Grounds.NOT_FINITE);
                }
            }
        } else if (pair.replySeen && open != null && open.theirs().root().equals(theirs.root())) {
            pair.assembly = null;
            if (offering.complete(pair, open, theirs, assembly.norm(ledger.parameters()))) {
                long tookNanos = pair.offerAgain.started() ? nowNanos - pair.offeredAtNanos : completed.latestNanos();
                completed = new Completed(completed.count() + 1, tookNanos, wholeForNanos);
                port.exchanged(pair.peer, partners.sinceBothHeaders(pair, nowNanos));
            } else {
                quarantine(pair.peer, Grounds.NOT_FINITE);
            }
        } else if (pair.fetching) {
            pair.assembly = null;
            pair.fetching = false;
            port.fetched(pair.peer, theirs);
        }
    }

    /** A member asks for slices of a snapshot; a root that is gone is answered by the latest header. */
    public void want(PeerId from, Want want) {
        ledger.known(from).ifPresent(pair -> {
            pair.offerAgain.spoil();
            pair.replyAgain.spoil();
        });
        Snapshot snapshot = ledger.find(from, want.root()).orElse(null);
        if (snapshot != null) {
            int slices = Limits.slices(snapshot.body().length);
            int first = Math.min(want.first(), slices);
            port.stream(from, snapshot, first, Math.min(want.count(), slices - first));
        } else {
            ledger.latest().ifPresent(latest -> port.send(from, new Announce(latest.header())));
        }
    }

    /** What the peer has said of a state that counts no more. */
    private void forget(Pair pair) {
        headers.forget(pair);
        answering.forget(pair);
        resting.forget(pair);
        pair.assembly = null;
    }
}
