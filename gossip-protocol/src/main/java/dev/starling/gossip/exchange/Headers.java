package dev.starling.gossip.exchange;

import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.message.SignedHeader;
import dev.starling.gossip.message.SnapshotHeader;
import dev.starling.gossip.message.SnapshotHeader.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The peers whose headers are kept, by id and by slot. A header of long ago serves nobody: what remains of it is its slot.
 * Confined to the engine's thread.
 */
final class Headers {
    /** Headers are kept for so many own slots: for the two that the own header tells of, and for what comes late. */
    private static final int SLOTS_KEPT = 8;

    private final TreeMap<PeerId, Pair> byPeer = new TreeMap<>();
    private final TreeMap<Integer, TreeSet<PeerId>> bySlot = new TreeMap<>();

    /** The pair's newest header; the one before it stays, too. */
    void take(Pair pair, SignedHeader header, long nowNanos) {
        @Nullable SignedHeader before = pair.header;
        forget(pair);
        pair.earlier = before;
        pair.header = header;
        pair.headerAtNanos = nowNanos;
        pair.slot = Math.max(pair.slot, header.header().slot());
        byPeer.put(pair.peer, pair);
        bySlot.computeIfAbsent(header.header().slot(), slot -> new TreeSet<>()).add(pair.peer);
    }

    /** Lets go of both headers. */
    void forget(Pair pair) {
        SignedHeader header = pair.header;
        if (header != null) {
            int slot = header.header().slot();
            TreeSet<PeerId> peers = bySlot.get(slot);
            if (peers != null && peers.remove(pair.peer) && peers.isEmpty()) {
                bySlot.remove(slot);
            }
            byPeer.remove(pair.peer);
        }
        pair.header = null;
        pair.earlier = null;
    }

    /** This member published a slot: headers of long ago go, with bodies that nobody asked for. */
    void published(int slot) {
        while (!bySlot.isEmpty() && bySlot.firstKey() < slot - SLOTS_KEPT) {
            Pair pair = Objects.requireNonNull(
                    byPeer.get(bySlot.firstEntry().getValue().first()));
            if (pair.open() == null && pair.pending == null) {
                pair.assembly = null;
            }
            forget(pair);
        }
    }

    /** Headers from this slot on, in the order of the peers' ids, so many as travel in one header. */
    List<Seen> seenSince(int slot) {
        List<Seen> seen = new ArrayList<>();
        for (Pair pair : byPeer.values()) {
            add(seen, pair.header, slot);
            add(seen, pair.earlier, slot);
        }
        return seen;
    }

    private static void add(List<Seen> seen, @Nullable SignedHeader signed, int slot) {
        if (signed != null && signed.header().slot() >= slot && seen.size() < SnapshotHeader.MAX_SEEN) {
            SnapshotHeader header = signed.header();
            seen.add(new Seen(header.member(), header.life(), header.slot(), header.root()));
        }
    }

    /** The first of those peers that published the newest slot, among those that count. */
    Optional<Pair> newest(Predicate<PeerId> counts) {
        for (Map.Entry<Integer, TreeSet<PeerId>> slot : bySlot.descendingMap().entrySet()) {
            for (PeerId peer : slot.getValue()) {
                if (counts.test(peer)) {
                    return Optional.ofNullable(byPeer.get(peer));
                }
            }
        }
        return Optional.empty();
    }
}
