package dev.starling.node.net;

import dev.starling.crypto.identity.PeerId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Socket bytes, TLS included, in total and by peer, and frame bytes that wait for a socket. Counted on the event loop,
 * read by anybody.
 */
final class Traffic {
    /** Bytes of one peer, or of all. */
    static final class Count {
        final LongAdder sent = new LongAdder();
        final LongAdder received = new LongAdder();
    }

    private static final Count NONE = new Count();

    final Count total = new Count();
    final LongAdder waiting = new LongAdder();
    private final Map<PeerId, Count> byPeer = new ConcurrentHashMap<>();

    Count counting(PeerId peer) {
        return byPeer.computeIfAbsent(peer, any -> new Count());
    }

    /** Strangers' counts go with their links, since anybody can be any number of strangers. */
    void forget(PeerId peer) {
        byPeer.remove(peer);
    }

    Count of(PeerId peer) {
        return byPeer.getOrDefault(peer, NONE);
    }
}
