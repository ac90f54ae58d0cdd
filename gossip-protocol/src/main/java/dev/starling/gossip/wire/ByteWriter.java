package dev.starling.gossip.wire;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes little-endian fields into a growing array, or to a sink through a window; or only counts them. An {@link
 * IOException} of the sink comes out unchecked.
 */
final class ByteWriter {
    private static final int WINDOW = 64 * 1024;
    private static final int LARGEST_FIELD = 64;
    private static final DurableSink NOWHERE = (bytes, from, length) -> {};

    private final @Nullable DurableSink sink;
    private ByteBuffer out;
    /** Bytes that have left the window. */
    private long passed;

    /** Into an array of this size, which grows when it must. */
    ByteWriter(int expected) {
        this(null, expected);
    }

    private ByteWriter(@Nullable DurableSink sink, int size) {
        this.sink = sink;
        this.out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** To a sink; complete after {@link #finish}. */
    static ByteWriter to(DurableSink sink) {
        return new ByteWriter(sink, WINDOW);
    }

    /** Only counts. */
    static ByteWriter counting() {
        return new ByteWriter(NOWHERE, LARGEST_FIELD);
    }

    ByteWriter u8(int value) {
        room(1).put((byte) value);
        return this;
    }

    ByteWriter u16(int value) {
        room(2).putShort((short) value);
        return this;
    }

    ByteWriter u32(int value) {
        room(4).putInt(value);
        return this;
    }

    ByteWriter i64(long value) {
        room(8).putLong(value);
        return this;
    }

    ByteWriter flag(boolean value) {
        return u8(value ? 1 : 0);
    }

    ByteWriter digest(Digest digest) {
        digest.writeTo(room(Digest.BYTES));
        return this;
    }

    ByteWriter peer(PeerId peer) {
        return digest(peer.digest());
    }

    ByteWriter bytes(byte[] bytes) {
        return bytes(bytes, 0, bytes.length);
    }

    ByteWriter bytes(byte[] bytes, int from, int length) {
        if (sink == NOWHERE) {
            passed += length;
        } else if (sink == null || length <= LARGEST_FIELD) {
            room(length).put(bytes, from, length);
        } else {
            pass(sink);
            passUncopied(sink, bytes, from, length);
        }
        return this;
    }

    /** Piece by piece, so that all that the sink does with one finds it in the cache. */
    private void passUncopied(DurableSink to, byte[] bytes, int from, int length) {
        try {
            for (int done = 0; done < length; done += WINDOW) {
                to.write(bytes, from + done, Math.min(WINDOW, length - done));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        passed += length;
    }

    /** All of the buffer from 0 to its limit; neither is moved. */
    ByteWriter bytes(ByteBuffer bytes) {
        room(bytes.limit()).put(bytes.duplicate().rewind());
        return this;
    }

    ByteWriter sized(byte[] bytes) {
        return u32(bytes.length).bytes(bytes);
    }

    ByteWriter floats(float[] values) {
        if (sink == NOWHERE) {
            passed += (long) Float.BYTES * values.length;
            return this;
        }
        int atOnce = WINDOW / Float.BYTES;
        for (int from = 0; from < values.length; from += atOnce) {
            int floats = Math.min(atOnce, values.length - from);
            ByteBuffer room = room(Float.BYTES * floats);
            room.asFloatBuffer().put(values, from, floats);
            room.position(room.position() + Float.BYTES * floats);
        }
        return this;
    }

    /** Bytes written or counted. */
    long length() {
        return passed + out.position();
    }

    byte[] toBytes() {
        return out.position() == out.capacity() ? out.array() : Arrays.copyOf(out.array(), out.position());
    }

    /** Hands the sink what it has not got yet. */
    void finish() {
        if (sink != null) {
            pass(sink);
        }
    }

    private ByteBuffer room(int bytes) {
        if (out.remaining() < bytes) {
            if (sink != null) {
                pass(sink);
            } else {
                int doubled = (int) Math.min(2L * out.capacity(), 1 << 30);
                int capacity = Math.max(Math.addExact(out.position(), bytes), doubled);
                out = ByteBuffer.allocate(capacity)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put(out.flip());
            }
        }
        return out;
    }

    private void pass(DurableSink to) {
        try {
            to.write(out.array(), 0, out.position());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        passed += out.position();
        out.clear();
    }
}
