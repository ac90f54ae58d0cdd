package dev.starling.gossip.message;

import dev.starling.crypto.digest.Digest;

/** The lower id opens transaction {@code seq} of its life: its snapshot {@code rootI} for the peer's {@code rootJ}. */
public record Offer(long life, long seq, Digest rootI, Digest rootJ) implements Message {
    @Override
    public <R> R handle(Handler<R> handler) {
        return handler.offer(this);
    }
}
