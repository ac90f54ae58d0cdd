package dev.starling.gossip.message;

import dev.starling.crypto.digest.Digest;

/** The higher id has applied its side of transaction {@code seq} with snapshot {@code rootJ}. */
public record Reply(long life, long seq, Digest rootJ) implements Message {
    @Override
    public <R> R handle(Handler<R> handler) {
        return handler.reply(this);
    }
}
