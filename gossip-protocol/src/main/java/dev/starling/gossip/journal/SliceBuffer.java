package dev.starling.gossip.journal;

import dev.starling.crypto.digest.Digest;
import dev.starling.gossip.message.Limits;
import dev.starling.gossip.message.Slice;
import dev.starling.gossip.message.Want;
import java.util.BitSet;

/**
 * Bytes of a known length on their way in, slice by slice; the room is claimed with the first one. Keeps what arrived when a link breaks and says what is missing.
 * Confined to the engine's thread.
 */
public final class SliceBuffer {
    private final Digest root;
    private final int length;
    private byte[] bytes = {};
    private final BitSet arrived;
    private final int slices;

    /**
     * @param root what the slices are asked for by
     * @param length from the charter, never from a peer
     */
    public SliceBuffer(Digest root, int length) {
        this.root = root;
        this.length = length;
        this.slices = Limits.slices(length);
        this.arrived = new BitSet(slices);
    }

    public Digest root() {
        return root;
    }

    /** Takes a slice; false when its index or length is wrong. Twice the same slice changes nothing. */
    public boolean take(Slice slice) {
        int index = slice.index();
        if (index < 0 || index >= slices || slice.length() != lengthOf(index)) {
            return false;
        }
        if (bytes.length == 0) {
            bytes = new byte[length];
        }
        if (!arrived.get(index)) {
            slice.copyTo(bytes);
            arrived.set(index);
        }
        return true;
    }

    public boolean complete() {
        return arrived.cardinality() == slices;
    }

    public int missingSlices() {
        return slices - arrived.cardinality();
    }

    /** Bytes from the front that are there without a gap. */
    public int bytesFromFront() {
        return Math.min(length, arrived.nextClearBit(0) * Limits.SLICE);
    }

    /** The bytes, shared; whole once complete. */
    public byte[] bytes() {
        return bytes;
    }

    /** Nothing of it is true: everything is asked for again. */
    public void clear() {
        arrived.clear();
    }

    /** The first run of slices still missing. */
    public Want missing() {
        int first = arrived.nextClearBit(0);
        int next = arrived.nextSetBit(first);
        int end = next < 0 ? slices : next;
        return new Want(root, first, end - first);
    }

    private int lengthOf(int index) {
        return Math.min(Limits.SLICE, length - index * Limits.SLICE);
    }
}
