package dev.starling.gossip.wire;

import dev.starling.crypto.digest.Digest;

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
        return FrameCodec.encodeSlice(federation, root, body, first + index);
    }
}
