package dev.starling.gossip.sums;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.message.Limits;
import dev.starling.gossip.message.Slice;
import dev.starling.gossip.message.Want;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** A partial sum on its way in: its length is that of the list's terms, whatever a peer says. */
final class Window {
    private static final byte[] LABEL = "starling sum window 1".getBytes(US_ASCII);

    private final Digest name;
    private final int bytes;
    private final BitSet arrived = new BitSet();
    private byte @Nullable [] body;

    Window(Digest name, int words) {
        this.name = name;
        this.bytes = words * Long.BYTES;
    }

    /** What the window of a round is called. */
    static Digest name(Digest list, int round, PeerId sender) {
        ByteBuffer out = ByteBuffer.allocate(LABEL.length + 2 * Digest.BYTES + Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        out.put(LABEL);
        list.writeTo(out);
        out.putInt(round);
        sender.digest().writeTo(out);
        return Digest.of(out.array());
    }

    /** Little-endian words. */
    static byte[] encode(long[] words) {
        ByteBuffer out = ByteBuffer.allocate(words.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.asLongBuffer().put(words);
        return out.array();
    }

    Digest name() {
        return name;
    }

    /** Whether a slice has an index and a length of this window. */
    boolean fits(Slice slice) {
        int index = slice.index();
        return index >= 0 && index < Limits.slices(bytes) && slice.length() == lengthOf(index);
    }

    /** Takes a slice that fits; false when it was here before. */
    boolean take(Slice slice) {
        if (arrived.get(slice.index())) {
            return false;
        }
        byte[] whole = body == null ? new byte[bytes] : body;
        body = whole;
        slice.copyTo(whole);
        arrived.set(slice.index());
        return true;
    }

    boolean complete() {
        return arrived.cardinality() == Limits.slices(bytes);
    }

    /** The words of a complete window. */
    long[] words() {
        long[] words = new long[bytes / Long.BYTES];
        if (body != null) {
            ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(words);
        }
        return words;
    }

    /** The first run of slices that is missing. */
    Want missing() {
        int first = arrived.nextClearBit(0);
        int next = arrived.nextSetBit(first);
        int end = next < 0 ? Limits.slices(bytes) : next;
        return new Want(name, first, end - first);
    }

    private int lengthOf(int index) {
        return Math.min(Limits.SLICE, bytes - index * Limits.SLICE);
    }
}
