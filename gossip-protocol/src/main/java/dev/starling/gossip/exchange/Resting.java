package dev.starling.gossip.exchange;

import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.message.Body.Pause;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who rests: by its own word, until it says that it goes on, or until anybody has seen a later slot of it than the one that
 * it rests after. Confined to the engine's thread.
 */
final class Resting {
    private final TreeSet<PeerId> peers = new TreeSet<>();

    /** The peer's own word. What it said earlier, or in another life, is nothing. */
    boolean take(Pair pair, Pause pause) {
        boolean now = pause.life() == pair.life() && pause.slot() >= pair.slot;
        if (now) {
            rest(pair, pause.paused() ? pause.slot() : Pair.NEVER);
        }
        return now;
    }

    /** This slot of the peer was seen. */
    void published(Pair pair, int slot) {
        if (pair.restsAfter != Pair.NEVER && slot > pair.restsAfter) {
            rest(pair, Pair.NEVER);
        }
    }

    /** What the peer said counts no more. */
    void forget(Pair pair) {
        rest(pair, Pair.NEVER);
    }

    private void rest(Pair pair, int slot) {
        pair.restsAfter = slot;
        if (slot == Pair.NEVER) {
            peers.remove(pair.peer);
        } else {
            peers.add(pair.peer);
        }
    }

    boolean holds(PeerId peer) {
        return peers.contains(peer);
    }

    Set<PeerId> peers() {
        return Collections.unmodifiableSet(peers);
    }
}
