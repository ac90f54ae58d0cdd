package dev.starling.gossip.wire;

import dev.starling.crypto.digest.Digest;
import dev.starling.gossip.message.Limits;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Slices of a body as frames, made one at a time when a link has room. Immutable but for the shared body, which is never
 * written; safe on any thread.
 *
 * @param first index of the first slice
 * @param count slices from there on
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
public record SliceFrames(Digest federation, Digest root, byte[] body, int first, int count) {

    /** Frame number {@code index}, from 0 to {@code count - 1}, without its length prefix. */
    public byte[] frame(int index) {
        byte[] head = head(index);
        int length = length(index);
        byte[] frame = Arrays.copyOf(head, head.length + length);
        System.arraycopy(body, from(index), frame, head.length, length);
        return frame;
    }

    /** The same frame in two parts of which the second is shared with the body. */
    public List<ByteBuffer> parts(int index) {
        return List.of(ByteBuffer.wrap(head(index)), ByteBuffer.wrap(body, from(index), length(index)));
    }

    private byte[] head(int index) {
        return FrameCodec.encodeSliceHead(federation, root, first + index);
    }

    private int from(int index) {
        return (first + index) * Limits.SLICE;
    }

    private int length(int index) {
        return Math.min(Limits.SLICE, body.length - from(index));
    }
}
