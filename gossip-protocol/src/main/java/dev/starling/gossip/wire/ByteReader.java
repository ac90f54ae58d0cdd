package dev.starling.gossip.wire;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads little-endian fields off a byte array; every length is checked against its cap and the bytes that remain. */
final class ByteReader {
    private final ByteBuffer in;

    ByteReader(byte[] bytes, int offset) {
        in = ByteBuffer.wrap(bytes, offset, bytes.length - offset).order(ByteOrder.LITTLE_ENDIAN);
    }

    int remaining() {
        return in.remaining();
    }

    int u8() {
        need(1);
        return in.get() & 0xff;
    }

    int u16() {
        need(2);
        return in.getShort() & 0xffff;
    }

    /** A count, slot or length: refused above 2^31 - 1. */
    int u31() {
        need(4);
        int value = in.getInt();
        if (value < 0) {
            throw new MalformedException("a number above 2^31 - 1");
        }
        return value;
    }

    long i64() {
        need(8);
        return in.getLong();
    }

    boolean flag() {
        int value = u8();
        if (value > 1) {
            throw new MalformedException("a flag that is neither 0 nor 1");
        }
        return value == 1;
    }

    Digest digest() {
        return Digest.wrap(bytes(Digest.BYTES));
    }

    PeerId peer() {
        return new PeerId(digest());
    }

    /** Exactly so many bytes. */
    byte[] bytes(int length) {
        need(length);
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    /** A u32 length and so many bytes, at most {@code cap}. */
    byte[] sized(int cap) {
        int length = u31();
        if (length > cap) {
            throw new MalformedException("a length above its cap");
        }
        return bytes(length);
    }

    float[] floats(int count) {
        if (count > in.remaining() / Float.BYTES) {
            throw new MalformedException("fewer floats than announced");
        }
        float[] values = new float[count];
        in.asFloatBuffer().get(values);
        in.position(in.position() + count * Float.BYTES);
        return values;
    }

    void end() {
        if (in.hasRemaining()) {
            throw new MalformedException("bytes left over");
        }
    }

    private void need(int bytes) {
        if (in.remaining() < bytes) {
            throw new MalformedException("the bytes end early");
        }
    }
}
