package dev.starling.gossip.message;

import dev.starling.crypto.digest.Digest;
import java.nio.ByteBuffer;

/**
 * One slice of the body whose slice hashes hash to {@code root}.
 *
 * @param index position of the slice, from 0
 * @param bytes 256 KiB, the last slice of a body may be shorter; a part of the frame that brought it, from position 0 to
 *     the limit, neither of which may be moved
 */
public record Slice(Digest root, int index, ByteBuffer bytes) implements Message {
    /** A slice of these bytes, which must not change. */
    public Slice(Digest root, int index, byte[] bytes) {
        this(root, index, ByteBuffer.wrap(bytes));
    }

    /** Number of bytes. */
    public int length() {
        return bytes.limit();
    }

    /** Copies the bytes to their place in a body. */
    public void copyTo(byte[] body) {
        bytes.get(0, body, index * Limits.SLICE, length());
    }

    @Override
    public <R> R handle(Handler<R> handler) {
        return handler.slice(this);
    }
}
