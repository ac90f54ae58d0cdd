package dev.starling.gossip.wire;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads little-endian fields off a byte array, or off a source through a window; every length is checked against its cap
 * and the bytes that remain. An {@link IOException} of the source comes out unchecked.
 */
final class ByteReader {
    private static final int WINDOW = 64 * 1024;

    private final ByteBuffer in;
    private final DurableSource rest;

    ByteReader(byte[] bytes, int offset) {
        in = ByteBuffer.wrap(bytes, offset, bytes.length - offset).order(ByteOrder.LITTLE_ENDIAN);
        rest = NoMore.SOURCE;
    }

    ByteReader(DurableSource source) {
        in = ByteBuffer.allocate(WINDOW).order(ByteOrder.LITTLE_ENDIAN).limit(0);
        rest = source;
    }

    /** Bytes left, of which there are at most 2^31 - 1. */
    int remaining() {
        return Math.toIntExact(left());
    }

    int u8() {
        return fixed(1).get() & 0xff;
    }

    int u16() {
        return fixed(2).getShort() & 0xffff;
    }

    /** A count, slot or length: refused above 2^31 - 1. */
    int u31() {
        int value = fixed(4).getInt();
        if (value < 0) {
            throw new MalformedException("a number above 2^31 - 1");
        }
        return value;
    }

    long i64() {
        return fixed(8).getLong();
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
        int here = Math.min(length, in.remaining());
        in.get(bytes, 0, here);
        if (here < length) {
            read(bytes, here, length - here);
        }
        return bytes;
    }

    /** All bytes that are left of the array, shared with it. */
    ByteBuffer view() {
        ByteBuffer view = in.slice();
        in.position(in.limit());
        return view;
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
        if (count > left() / Float.BYTES) {
            throw new MalformedException("fewer floats than announced");
        }
        float[] values = new float[count];
        int atOnce = WINDOW / Float.BYTES;
        for (int from = 0; from < count; from += atOnce) {
            int floats = Math.min(atOnce, count - from);
            fixed(Float.BYTES * floats).asFloatBuffer().get(values, from, floats);
            in.position(in.position() + Float.BYTES * floats);
        }
        return values;
    }

    void end() {
        if (left() > 0) {
            throw new MalformedException("bytes left over");
        }
    }

    private long left() {
        return in.remaining() + rest.remaining();
    }

    private void need(int bytes) {
        if (left() < bytes) {
            throw new MalformedException("the bytes end early");
        }
    }

    /** The window with so many bytes in it, at most its size. */
    private ByteBuffer fixed(int bytes) {
        if (in.remaining() < bytes) {
            need(bytes);
            in.compact();
            int more = (int) Math.min(in.remaining(), rest.remaining());
            read(in.array(), in.position(), more);
            in.position(in.position() + more).flip();
        }
        return in;
    }

    private void read(byte[] into, int offset, int length) {
        try {
            rest.read(into, offset, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What follows an array. */
    private enum NoMore implements DurableSource {
        SOURCE;

        @Override
        public long remaining() {
            return 0;
        }

        @Override
        public void read(byte[] into, int offset, int length) {
            throw new IllegalStateException("there is nothing behind the array");
        }
    }
}
