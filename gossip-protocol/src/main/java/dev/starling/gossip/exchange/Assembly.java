package dev.starling.gossip.exchange;

import dev.starling.crypto.digest.Digest;
import dev.starling.gossip.journal.Snapshot;
import dev.starling.gossip.message.Limits;
import dev.starling.gossip.message.SignedHeader;
import dev.starling.gossip.message.Slice;
import dev.starling.gossip.message.Want;
import java.util.BitSet;
import java.util.Optional;

/**
 * A body on its way in. Made only for a header that passed every check, so its size is the charter's. Keeps what arrived
 * when a link breaks and says what is missing.
 */
final class Assembly {
    private final SignedHeader header;
    private final byte[] body;
    private final BitSet arrived;
    private final int slices;

    Assembly(SignedHeader header) {
        this.header = header;
        this.body = new byte[header.header().length()];
        this.slices = Limits.slices(body.length);
        this.arrived = new BitSet(slices);
    }

    Digest root() {
        return header.root();
    }

    /** Takes a slice of this body; false when its index or length is wrong. Twice the same slice changes nothing. */
    boolean take(Slice slice) {
        int index = slice.index();
        if (index < 0 || index >= slices || slice.bytes().length != lengthOf(index)) {
            return false;
        }
        if (!arrived.get(index)) {
            System.arraycopy(slice.bytes(), 0, body, index * Limits.SLICE, slice.bytes().length);
            arrived.set(index);
        }
        return true;
    }

    boolean complete() {
        return arrived.cardinality() == slices;
    }

    /** The snapshot once complete; empty, and everything forgotten, when the slices do not hash to the root. */
    Optional<Snapshot> finish() {
        if (Snapshot.matches(header.header(), body)) {
            return Optional.of(new Snapshot(header, body));
        }
        arrived.clear();
        return Optional.empty();
    }

    /** The first run of slices still missing. */
    Want missing() {
        int first = arrived.nextClearBit(0);
        int next = arrived.nextSetBit(first);
        int end = next < 0 ? slices : next;
        return new Want(header.root(), first, end - first);
    }

    private int lengthOf(int index) {
        return Math.min(Limits.SLICE, body.length - index * Limits.SLICE);
    }
}
