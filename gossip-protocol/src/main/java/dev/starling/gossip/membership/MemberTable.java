package dev.starling.gossip.membership;

import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Roster;
import java.util.BitSet;
import java.util.Collection;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What this member holds of the others: one bit a member of the roster that says alive or not, and an {@link Entry} for
 * those that are linked or that were heard of and are not alive. It decides nothing; {@link
 * dev.starling.gossip.liveness.FailureDetector} does. Confined to the engine's thread; times in nanoseconds of the engine's
 * clock.
 */
public final class MemberTable {
    /** Up to so many members on the roster, each keeps a link to every other; beyond, links are made as they are needed. */
    public static final int MOST_LINKED = 64;

    /** The link id of a member without a greeted link. */
    public static final long NO_LINK = -1;

    private final TreeMap<PeerId, Entry> entries = new TreeMap<>();
    private final TreeMap<PeerId, Entry> linked = new TreeMap<>();
    private Roster roster;
    private BitSet alive = new BitSet();
    private int aliveCount;
    private int greetedCount;

    public MemberTable(Roster roster) {
        this.roster = roster;
        rosterChanged(roster);
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
        private long linkLostNanos;
        private long lastContactNanos;
        private long roundTripNanos;
        private boolean met;

        private Entry(PeerId peer, Liveness liveness) {
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

        /** When its last link was lost. */
        public long linkLostNanos() {
            return linkLostNanos;
        }

        private boolean greetedAndAlive() {
            return link != NO_LINK && liveness == Liveness.ALIVE;
        }
    }

    /** The roster has changed: members keep what is held of them, others are forgotten. */
    public void rosterChanged(Roster next) {
        roster = next;
        boolean presumed = linkedOnDemand(next);
        alive = new BitSet(next.size());
        for (int place = 0; place < next.size(); place++) {
            Entry entry = entries.get(next.members().get(place).id());
            alive.set(place, entry == null ? presumed : entry.liveness == Liveness.ALIVE);
        }
        // This member is among them; it is nobody's neighbour in its own schedule, and it does not count.
        aliveCount = alive.cardinality() - (presumed ? 1 : 0);
    }

    /** The roster that the bits belong to. */
    public Roster roster() {
        return roster;
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

    /** True when the peer is alive in this member's opinion; O(1). */
    public boolean alive(PeerId peer) {
        int place = roster.placeOf(peer);
        return place >= 0 && alive.get(place);
    }

    /** This member's opinion of a peer; of one that was never heard of, what its kind of federation presumes. */
    public Liveness liveness(PeerId peer) {
        if (alive(peer)) {
            return Liveness.ALIVE;
        }
        Entry entry = entries.get(peer);
        return entry == null ? Liveness.DEAD : entry.liveness;
    }

    /** Members alive, this one not counted; O(1). */
    public int aliveCount() {
        return aliveCount;
    }

    /** Members alive that have said hello on a link that is up; O(1). */
    public int greetedCount() {
        return greetedCount;
    }

    /** True when links are made as they are needed, and whoever was never heard of is presumed alive. */
    public boolean onDemand() {
        return linkedOnDemand(roster);
    }

    /** The peer greeted on this link. */
    public void link(PeerId peer, long link) {
        Entry entry = entry(peer);
        set(entry, link, entry.liveness);
    }

    /** The link is gone; false when it was not the peer's greeted link. */
    public boolean unlink(PeerId peer, long link, long nowNanos) {
        Entry entry = linked.get(peer);
        if (entry == null || entry.link != link) {
            return false;
        }
        entry.linkLostNanos = nowNanos;
        set(entry, NO_LINK, entry.liveness);
        return true;
    }

    /** Anything sound arrived from the peer. */
    public void contact(PeerId peer, long nowNanos) {
        Entry entry = entry(peer);
        entry.lastContactNanos = nowNanos;
        entry.met = true;
    }

    /** A round trip was measured. */
    public void measured(PeerId peer, long nanos) {
        Entry entry = entry(peer);
        entry.roundTripNanos = entry.roundTripNanos == 0 ? nanos : (7 * entry.roundTripNanos + nanos) / 8;
    }

    /** Another opinion of a peer. Nothing but a bit is kept of one that is alive where it needs no link. */
    public void hold(PeerId peer, Liveness liveness) {
        Entry entry = liveness == Liveness.ALIVE ? entries.get(peer) : entry(peer);
        if (entry == null) {
            mark(peer, true);
        } else {
            set(entry, entry.link, liveness);
        }
    }

    /** The peer is no member any more. */
    public void forget(PeerId peer) {
        Entry entry = entries.get(peer);
        if (entry != null) {
            set(entry, NO_LINK, Liveness.DEAD);
            entries.remove(peer);
        }
    }

    private Entry entry(PeerId peer) {
        return entries.computeIfAbsent(peer, id -> new Entry(id, alive(id) ? Liveness.ALIVE : Liveness.DEAD));
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
        mark(entry.peer, liveness == Liveness.ALIVE);
        if (link == NO_LINK && liveness == Liveness.ALIVE && onDemand()) {
            entries.remove(entry.peer);
        }
    }

    private void mark(PeerId peer, boolean isAlive) {
        int place = roster.placeOf(peer);
        if (place >= 0 && alive.get(place) != isAlive) {
            alive.flip(place);
            aliveCount += isAlive ? 1 : -1;
        }
    }
}
