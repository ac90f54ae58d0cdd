package dev.starling.gossip.membership;

import dev.starling.crypto.identity.PeerId;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * What this member knows of each other one it has met: link, last contact, round trip, liveness, addresses. Confined to
 * the engine's thread; times in nanoseconds of the engine's clock.
 */
public final class MemberTable {
    /** The link id of a member without a greeted link. */
    public static final long NO_LINK = -1;

    /** A lost link may come back in a moment: of two that were dialled at once, one is closed. */
    private static final long WITHOUT_LINK_NANOS = 500_000_000L;

    private final LivenessSettings settings;
    private final BiConsumer<PeerId, Liveness> changes;
    private final TreeMap<PeerId, Entry> entries = new TreeMap<>();
    private long probes;

    /**
     * @param changes told of every change of a member's liveness
     */
    public MemberTable(LivenessSettings settings, BiConsumer<PeerId, Liveness> changes) {
        this.settings = settings;
        this.changes = changes;
    }

    /** One member as seen from here. */
    public static final class Entry {
        private final PeerId peer;
        private Liveness liveness = Liveness.DEAD;
        private long link = NO_LINK;
        private long lastContactNanos;
        private long linkLostNanos;
        private long suspectSinceNanos;
        private long nextProbeNanos;
        private long probeNonce;
        private long probeSentNanos;
        private long roundTripNanos;
        private boolean met;
        private List<String> addresses = List.of();

        Entry(PeerId peer) {
            this.peer = peer;
        }

        public PeerId peer() {
            return peer;
        }

        public Liveness liveness() {
            return liveness;
        }

        /** The greeted link, or {@link #NO_LINK}. */
        public long link() {
            return link;
        }

        public long lastContactNanos() {
            return lastContactNanos;
        }

        /** Smoothed round trip, 0 when not measured. */
        public long roundTripNanos() {
            return roundTripNanos;
        }

        /** True once the peer was heard of since this engine started. */
        public boolean met() {
            return met;
        }

        public List<String> addresses() {
            return addresses;
        }
    }

    /** The entry of a peer, made when it is new. */
    public Entry entry(PeerId peer) {
        return entries.computeIfAbsent(peer, Entry::new);
    }

    /** Entries in the order of their ids. */
    public Collection<Entry> entries() {
        return entries.values();
    }

    /** True when the peer is alive in this member's opinion. */
    public boolean alive(PeerId peer) {
        Entry entry = entries.get(peer);
        return entry != null && entry.liveness == Liveness.ALIVE;
    }

    /** Members alive, this one not counted. */
    public int aliveCount() {
        return (int) entries.values().stream()
                .filter(e -> e.liveness == Liveness.ALIVE)
                .count();
    }

    /** Members alive that have said hello on a link that is up. */
    public int greetedCount() {
        return (int) entries.values().stream()
                .filter(e -> e.liveness == Liveness.ALIVE && e.link != NO_LINK)
                .count();
    }

    /** The peer greeted on this link. */
    public void greeted(PeerId peer, long link, List<String> addresses, long nowNanos) {
        Entry entry = entry(peer);
        entry.link = link;
        entry.addresses = List.copyOf(addresses);
        entry.nextProbeNanos = nowNanos + settings.probeEvery();
        if (entry.liveness == Liveness.LEFT) {
            entry.liveness = Liveness.DEAD;
        }
        heard(peer, nowNanos);
    }

    /** Anything sound arrived from the peer. */
    public void heard(PeerId peer, long nowNanos) {
        Entry entry = entry(peer);
        entry.lastContactNanos = nowNanos;
        entry.met = true;
        if (entry.link == NO_LINK) {
            entry.linkLostNanos = nowNanos;
        }
        if (entry.liveness == Liveness.SUSPECT || entry.liveness == Liveness.DEAD) {
            change(entry, Liveness.ALIVE);
        }
    }

    /** The peer's link broke: suspect in a moment, unless another link takes its place. */
    public void linkLost(PeerId peer, long link, long nowNanos) {
        Entry entry = entry(peer);
        if (entry.link == link) {
            entry.link = NO_LINK;
            entry.linkLostNanos = nowNanos;
        }
    }

    private long suspectAtNanos(Entry entry) {
        long silent = entry.lastContactNanos + settings.suspectAfter();
        return entry.link == NO_LINK ? Math.min(silent, entry.linkLostNanos + WITHOUT_LINK_NANOS) : silent;
    }

    /** The peer said that it goes. */
    public void left(PeerId peer) {
        change(entry(peer), Liveness.LEFT);
    }

    /** The peer is no member any more. */
    public void forget(PeerId peer) {
        entries.remove(peer);
    }

    /** The answer to a probe. */
    public void probeAnswered(PeerId peer, long nonce, long nowNanos) {
        Entry entry = entry(peer);
        if (nonce == entry.probeNonce && nonce != 0) {
            long measured = nowNanos - entry.probeSentNanos;
            entry.roundTripNanos = entry.roundTripNanos == 0 ? measured : (7 * entry.roundTripNanos + measured) / 8;
            entry.probeNonce = 0;
        }
    }

    /** Moves suspicion on and calls {@code probe} with the nonce for each link whose probe is due. */
    public void due(long nowNanos, BiConsumer<Entry, Long> probe) {
        for (Entry entry : entries.values()) {
            if (entry.liveness == Liveness.ALIVE && nowNanos - suspectAtNanos(entry) >= 0) {
                suspect(entry, nowNanos);
            }
            if (entry.liveness == Liveness.SUSPECT && nowNanos - entry.suspectSinceNanos - settings.deadAfter() >= 0) {
                change(entry, Liveness.DEAD);
            }
            if (entry.link != NO_LINK && nowNanos - entry.nextProbeNanos >= 0) {
                entry.nextProbeNanos = nowNanos + settings.probeEvery();
                entry.probeNonce = ++probes;
                entry.probeSentNanos = nowNanos;
                probe.accept(entry, entry.probeNonce);
            }
        }
    }

    /** When {@link #due} has something to do next, {@link Long#MAX_VALUE} when never. */
    public long nextDueNanos() {
        long next = Long.MAX_VALUE;
        for (Entry entry : entries.values()) {
            if (entry.liveness == Liveness.ALIVE) {
                next = Math.min(next, suspectAtNanos(entry));
            } else if (entry.liveness == Liveness.SUSPECT) {
                next = Math.min(next, entry.suspectSinceNanos + settings.deadAfter());
            }
            if (entry.link != NO_LINK) {
                next = Math.min(next, entry.nextProbeNanos);
            }
        }
        return next;
    }

    private void suspect(Entry entry, long nowNanos) {
        entry.suspectSinceNanos = nowNanos;
        change(entry, Liveness.SUSPECT);
    }

    private void change(Entry entry, Liveness to) {
        if (entry.liveness != to) {
            entry.liveness = to;
            changes.accept(entry.peer, to);
        }
    }
}
