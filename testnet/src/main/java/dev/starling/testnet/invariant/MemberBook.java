package dev.starling.testnet.invariant;

import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.journal.Snapshot;
import dev.starling.gossip.message.SignedHeader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the books know of one member. Arrays are replaced, never written. */
final class MemberBook {
    /** The lower id's side of an open transaction. */
    record Offer(long seq, Snapshot mine, SignedHeader theirs) {}

    /** A write that is not synced, and what was true before it. */
    @SuppressWarnings("ArrayRecordComponent")
    record Written(
            long token, List<Addition> additions, @Nullable Snapshot latestBefore, float[] momentumBefore) {}

    final ArrayDeque<Written> unsynced = new ArrayDeque<>();
    final Map<PeerId, Offer> offers = new HashMap<>();
    float[] parameters;
    float[] momentum;

    /** The displacement that came last. */
    float[] displacement;

    @Nullable
    Snapshot latest;

    MemberBook(float[] parameters) {
        this.parameters = parameters;
        this.momentum = new float[parameters.length];
        this.displacement = momentum;
    }

    /** A write begins; what it adds is entered into the list that is returned. */
    List<Addition> written(long token) {
        List<Addition> additions = new ArrayList<>();
        unsynced.add(new Written(token, additions, latest, momentum));
        return additions;
    }

    void synced(long token) {
        while (!unsynced.isEmpty() && unsynced.peek().token() <= token) {
            unsynced.remove();
        }
    }

    /** Everything that is not synced is undone; returns what it had added. */
    List<Addition> undo() {
        List<Addition> undone = new ArrayList<>();
        while (!unsynced.isEmpty()) {
            Written last = unsynced.removeLast();
            undone.addAll(last.additions());
            latest = last.latestBefore();
            momentum = last.momentumBefore();
        }
        return undone;
    }
}
