package dev.starling.gossip;

import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.membership.MemberTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which links a member keeps when its federation is too large for a link to everybody: to the neighbours of its latest slot
 * and of the next one, and to whomever something is open with. Every slot brings other neighbours, so news of the roster and
 * of addresses reaches everybody in few slots. Other links go when they have been silent for a while. In a smaller
 * federation the node dials everybody and nothing is done here. Confined to the engine's thread.
 */
final class LinkKeeper {
    private static final long PATIENCE_NANOS = 300_000_000L;
    private static final long ASK_AGAIN_NANOS = 2_000_000_000L;
    private static final long IDLE_NANOS = 10_000_000_000L;
    private static final long SWEEP_NANOS = 2_000_000_000L;
    private static final long NEVER = Long.MAX_VALUE;

    private final GossipEngine engine;
    private final TreeMap<PeerId, Wish> wishes = new TreeMap<>();
    private int latest = -1;
    private int ahead = -1;
    private long sweepAtNanos = NEVER;

    /** A link that is wanted, and when to ask for it again if it is not there by then. */
    private record Wish(long againAtNanos, boolean repeated) {}

    LinkKeeper(GossipEngine engine) {
        this.engine = engine;
    }

    /** True when links are made as they are needed. */
    boolean onDemand() {
        return MemberTable.linkedOnDemand(engine.roster());
    }

    /** Looks whether a new slot brings new neighbours. */
    void progress(long nowNanos) {
        if (!onDemand() || engine.cycle().phase() == Phase.LEFT) {
            sweepAtNanos = NEVER;
            return;
        }
        if (sweepAtNanos == NEVER) {
            sweepAtNanos = nowNanos + SWEEP_NANOS;
        }
        int slot = engine.ledger().slot();
        int next = engine.cycle().slotAhead();
        if (slot != latest || next != ahead) {
            latest = slot;
            ahead = next;
            wish(nowNanos);
        }
    }

    private void wish(long nowNanos) {
        TreeSet<PeerId> wanted = new TreeSet<>(engine.exchanges().busyPeers());
        wanted.addAll(engine.cycle().neighbours());
        wanted.addAll(engine.cycle().neighboursAhead());
        wishes.keySet().retainAll(wanted);
        for (PeerId peer : wanted) {
            if (!wishes.containsKey(peer)) {
                begin(peer, nowNanos);
            }
        }
    }

    /** Both ends want the link. The lower id dials; the higher one waits a little, as one of two would be dropped. */
    private void begin(PeerId peer, long nowNanos) {
        boolean dials = engine.identity().peerId().compareTo(peer) < 0;
        wishes.put(peer, new Wish(nowNanos + (dials ? ASK_AGAIN_NANOS : PATIENCE_NANOS), false));
        if (dials) {
            ask(peer);
        }
    }

    /** Asks for a link to the peer, unless there is one. */
    void ask(PeerId peer) {
        if (!engine.links().linked(peer)) {
            engine.outbox().emit(new Effect.OpenLink(peer, engine.addresses().of(peer)));
        }
    }

    /** The link to the peer is gone: asks for another one if it is needed still. */
    void lost(PeerId peer, long nowNanos) {
        if (onDemand() && (wishes.containsKey(peer) || engine.exchanges().busyWith(peer))) {
            begin(peer, nowNanos);
        }
    }

    /** Asks again for links that did not come, and lets go of links that nobody uses. */
    void due(long nowNanos) {
        for (Map.Entry<PeerId, Wish> entry : wishes.entrySet()) {
            PeerId peer = entry.getKey();
            Wish wish = entry.getValue();
            if (!engine.links().linked(peer) && wish.againAtNanos() - nowNanos <= 0) {
                if (wish.repeated()) {
                    engine.detector().unreachable(peer, nowNanos);
                }
                entry.setValue(new Wish(nowNanos + ASK_AGAIN_NANOS, true));
                ask(peer);
            }
        }
        if (sweepAtNanos != NEVER && sweepAtNanos - nowNanos <= 0) {
            sweepAtNanos = nowNanos + SWEEP_NANOS;
            sweep(nowNanos);
        }
    }

    private void sweep(long nowNanos) {
        List<LinkDesk.Link> idle = new ArrayList<>();
        for (LinkDesk.Link link : engine.links().all()) {
            boolean needed = wishes.containsKey(link.peer) || engine.exchanges().busyWith(link.peer);
            if (!needed && nowNanos - link.usedAtNanos >= IDLE_NANOS) {
                idle.add(link);
            }
        }
        idle.forEach(link -> engine.outbox().emit(new Effect.CloseLink(link.id, "idle")));
    }

    /** When {@link #due} has something to do next, {@link Long#MAX_VALUE} when never. */
    long nextDueNanos() {
        long next = sweepAtNanos;
        for (Map.Entry<PeerId, Wish> entry : wishes.entrySet()) {
            if (!engine.links().linked(entry.getKey())) {
                next = Math.min(next, entry.getValue().againAtNanos());
            }
        }
        return next;
    }
}
