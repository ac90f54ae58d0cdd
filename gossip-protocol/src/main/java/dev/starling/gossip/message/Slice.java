package dev.starling.gossip.message;

import dev.starling.crypto.digest.Digest;

/**
 * One slice of the body whose slice hashes hash to {@code root}.
 *
 * @param index position of the slice, from 0
 * @param bytes 256 KiB, the last slice of a body may be shorter; owned by the message
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
public record Slice(Digest root, int index, byte[] bytes) implements Message {
    @Override
    public <R> R handle(Handler<R> handler) {
        return handler.slice(this);
    }
}
