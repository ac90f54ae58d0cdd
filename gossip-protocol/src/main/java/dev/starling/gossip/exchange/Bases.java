package dev.starling.gossip.exchange;

import dev.starling.crypto.digest.Digest;
import dev.starling.gossip.message.SnapshotHeader;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The vectors that snapshots are differences to, by hash: genesis at first, then consolidated models. New snapshots refer
 * to the current one; the others are kept as long as anything open refers to them. Vectors are shared and never written.
 * Confined to the engine's thread.
 */
final class Bases {
    private final Map<Digest, float[]> known = new TreeMap<>();
    private Digest current;

    Bases(float[] genesis) {
        current = Parameters.hash(genesis);
        known.put(current, genesis);
    }

    Digest currentHash() {
        return current;
    }

    float[] current() {
        return find(current).orElseThrow();
    }

    boolean knows(Digest hash) {
        return known.containsKey(hash);
    }

    Optional<float[]> find(Digest hash) {
        return Optional.ofNullable(known.get(hash));
    }

    /** The base of a snapshot that was checked. */
    float[] of(SnapshotHeader header) {
        float[] base = known.get(header.base());
        if (base == null) {
            throw new IllegalStateException(
                    "the model " + header.base().hex() + " that a snapshot refers to is missing");
        }
        return base;
    }

    void learn(Digest hash, float[] vector) {
        known.putIfAbsent(hash, vector);
    }

    /** New snapshots refer to this one, which is known, and nothing refers to any but these. */
    void use(Digest hash, Set<Digest> others) {
        current = hash;
        known.keySet().removeIf(other -> !other.equals(hash) && !others.contains(other));
    }
}
