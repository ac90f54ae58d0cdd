package dev.starling.gossip.wire;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Writes little-endian fields into a growing array. */
final class ByteWriter {
    private ByteBuffer out;

    ByteWriter(int expected) {
        out = ByteBuffer.allocate(expected).order(ByteOrder.LITTLE_ENDIAN);
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
        room(bytes.length).put(bytes);
        return this;
    }

    ByteWriter bytes(byte[] bytes, int from, int length) {
        room(length).put(bytes, from, length);
        return this;
    }

    ByteWriter sized(byte[] bytes) {
        return u32(bytes.length).bytes(bytes);
    }

    ByteWriter floats(float[] values) {
        ByteBuffer room = room(values.length * Float.BYTES);
        room.asFloatBuffer().put(values);
        room.position(room.position() + values.length * Float.BYTES);
        return this;
    }

    byte[] toBytes() {
        return out.position() == out.capacity() ? out.array() : Arrays.copyOf(out.array(), out.position());
    }

    private ByteBuffer room(int bytes) {
        if (out.remaining() < bytes) {
            int capacity = Math.max(Math.addExact(out.position(), bytes), (int) Math.min(2L * out.capacity(), 1 << 30));
            out = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN).put(out.flip());
        }
        return out;
    }
}
