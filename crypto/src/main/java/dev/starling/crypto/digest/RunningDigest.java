package dev.starling.crypto.digest;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;

/** A SHA-256 over bytes that come one piece after the other and need never be in memory together. Confined to one thread. */
public final class RunningDigest {
    private static final int FLOATS_AT_ONCE = 16 * 1024;

    /**
     * The processor's own SHA-256 is used by compiled callers only, and what is compiled is what is called often: small
     * pieces make a node fast after one body instead of thirty.
     */
    private static final int BYTES_AT_ONCE = 8 * 1024;

    private final MessageDigest sha256 = Digest.sha256();

    /** Takes in {@code length} bytes of an array from {@code offset} on. */
    public RunningDigest add(byte[] bytes, int offset, int length) {
        for (int done = 0; done < length; done += BYTES_AT_ONCE) {
            sha256.update(bytes, offset + done, Math.min(BYTES_AT_ONCE, length - done));
        }
        return this;
    }

    /** Takes in the first {@code length} bytes of an array. */
    public RunningDigest add(byte[] bytes, int length) {
        return add(bytes, 0, length);
    }

    /** Takes in a whole array. */
    public RunningDigest add(byte[] bytes) {
        return add(bytes, bytes.length);
    }

    /** Takes in the little-endian float32 values of a vector. */
    public RunningDigest add(float[] vector) {
        byte[] bytes = new byte[Float.BYTES * Math.min(vector.length, FLOATS_AT_ONCE)];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < vector.length; from += FLOATS_AT_ONCE) {
            int floats = Math.min(FLOATS_AT_ONCE, vector.length - from);
            buffer.asFloatBuffer().put(vector, from, floats);
            add(bytes, Float.BYTES * floats);
        }
        return this;
    }

    /** The digest of everything so far; the next piece begins a new one. */
    public Digest finish() {
        return Digest.wrap(sha256.digest());
    }
}
