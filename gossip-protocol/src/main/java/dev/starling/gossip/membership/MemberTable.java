package dev.starling.gossip.membership;

import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Member;
import dev.starling.crypto.trust.Roster;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What this member holds of the others: one bit a member of the roster that says alive or not, and an {@link Entry} for
 * each one of whom more is known. Confined to the engine's thread; times in nanoseconds of the engine's clock.
 */
public final class MemberTable {
    /** Up to so many members on the roster, each keeps a link to every other; beyond, links are made as they are needed. */
    public static final int MOST_LINKED = 64;

    /** The link id of a member without a greeted link. */
    public static final long NO_LINK = -1;

    /** A lost link may come back in a moment: of two that were dialled at once, one is closed. */
    private static final long WITHOUT_LINK_NANOS = 500_000_000L;

    private final LivenessSettings settings;
    private final BiConsumer<PeerId, Liveness> changes;
    private final TreeMap<PeerId, Entry> entries = new TreeMap<>();
    private final TreeMap<PeerId, Entry> linked = new TreeMap<>();
    private final TreeMap<PeerId, Entry> watched = new TreeMap<>();
    private List<Member> roll;
    private BitSet alive = new BitSet();
    private int aliveCount;
    private int greetedCount;
    private boolean onDemand;
    private long probes;

    /**
     * @param changes told of every change of a member's liveness
     */
    public MemberTable(Roster roster, LivenessSettings settings, BiConsumer<PeerId, Liveness> changes) {
        this.roll = roster.members();
        this.settings = settings;
        this.changes = changes;
        this.onDemand = linkedOnDemand(roster);
        if (onDemand) {
            // This member among them; it is nobody's neighbour in its own schedule, and it does not count.
            alive.set(0, roll.size());
            aliveCount = roll.size() - 1;
        }
    }

    /** True when the roster is too large for links to everybody. Whoever was not heard of is then held to be alive. */
    public static boolean linkedOnDemand(Roster roster) {
        return roster.size() > MOST_LINKED;
    }

    /** One member as seen from here. */
    public static final class Entry {
        private final PeerId peer;
        private Liveness liveness;
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

        Entry(PeerId peer, Liveness liveness) {
            this.peer = peer;
            this.liveness = liveness;
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

        private boolean greetedAndAlive() {
            return link != NO_LINK && liveness == Liveness.ALIVE;
        }
    }

    /** The roster has changed: members keep what is held of them, others are forgotten. */
    public void rosterChanged(Roster roster) {
        roll = roster.members();
        onDemand = linkedOnDemand(roster);
        alive = new BitSet(roll.size());
        for (int place = 0; place < roll.size(); place++) {
            Entry entry = entries.get(roll.get(place).id());
            alive.set(place, entry == null ? onDemand : entry.liveness == Liveness.ALIVE);
        }
        aliveCount = alive.cardinality() - (onDemand ? 1 : 0);
    }

    /** What is known of a peer beyond the bit that says alive or not. */
    public @Nullable Entry find(PeerId peer) {
        return entries.get(peer);
    }

    /** Those of whom more is known than a bit, in the order of their ids. */
    public Collection<Entry> entries() {
        return entries.values();
    }

    /** Members with a greeted link, in the order of their ids. */
    public Collection<Entry> linked() {
        return linked.values();
    }

    /** The greeted link to a peer, or {@link #NO_LINK}. */
    public long link(PeerId peer) {
        Entry entry = linked.get(peer);
        return entry == null ? NO_LINK : entry.link;
    }

    /** True when the peer is alive in this member's opinion; O(log n). */
    public boolean alive(PeerId peer) {
        int place = placeOf(peer);
        return place >= 0 && alive.get(place);
    }

    /** This member's opinion of a peer; dead when it was never heard of. */
    public Liveness liveness(PeerId peer) {
        Entry entry = entries.get(peer);
        if (entry != null) {
            return entry.liveness;
        }
        return alive(peer) ? Liveness.ALIVE : Liveness.DEAD;
    }

    /** Members alive, this one not counted; O(1). */
    public int aliveCount() {
        return aliveCount;
    }

    /** Members alive that have said hello on a link that is up; O(1). */
    public int greetedCount() {
        return greetedCount;
    }

    private Entry entry(PeerId peer) {
        return entries.computeIfAbsent(peer, key -> new Entry(key, alive(key) ? Liveness.ALIVE : Liveness.DEAD));
    }

    private int placeOf(PeerId peer) {
        int low = 0;
        int high = roll.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = roll.get(middle).id().compareTo(peer);
            if (order == 0) {
                return middle;
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }
        return -1;
    }

    /** Time alone may change what is held of it. Where links come and go, the lack of one means nothing. */
    private boolean isWatched(Entry entry) {
        boolean trusted = entry.liveness == Liveness.ALIVE && !onDemand;
        return entry.link != NO_LINK || entry.liveness == Liveness.SUSPECT || trusted;
    }

    /** Sets link and liveness of an entry and keeps the counts in step with them. */
    private void set(Entry entry, long link, Liveness liveness) {
        greetedCount -= entry.greetedAndAlive() ? 1 : 0;
        entry.link = link;
        entry.liveness = liveness;
        greetedCount += entry.greetedAndAlive() ? 1 : 0;
        if (link == NO_LINK) {
            linked.remove(entry.peer);
        } else {
            linked.put(entry.peer, entry);
        }
        if (isWatched(entry)) {
            watched.put(entry.peer, entry);
        } else {
            watched.remove(entry.peer);
        }
        int place = placeOf(entry.peer);
        if (place >= 0 && alive.get(place) != (liveness == Liveness.ALIVE)) {
            alive.flip(place);
            aliveCount += liveness == Liveness.ALIVE ? 1 : -1;
        }
    }

    /** The peer greeted on this link. */
    public void greeted(PeerId peer, long link, List<String> addresses, long nowNanos) {
        Entry entry = entry(peer);
        set(entry, link, entry.liveness == Liveness.LEFT ? Liveness.DEAD : entry.liveness);
        entry.addresses = List.copyOf(addresses);
        entry.nextProbeNanos = nowNanos + settings.probeEvery();
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
        Entry entry = entries.get(peer);
        if (entry != null && entry.link == link) {
            set(entry, NO_LINK, entry.liveness);
            entry.linkLostNanos = nowNanos;
        }
    }

    /** No link to the peer could be had. */
    public void unreachable(PeerId peer, long nowNanos) {
        Entry entry = entry(peer);
        if (entry.liveness == Liveness.ALIVE && entry.link == NO_LINK) {
            suspect(entry, nowNanos);
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
        for (Entry entry : List.copyOf(watched.values())) {
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
        for (Entry entry : watched.values()) {
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
            set(entry, entry.link, to);
            changes.accept(entry.peer, to);
        }
    }
}
