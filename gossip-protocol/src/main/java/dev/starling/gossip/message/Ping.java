package dev.starling.gossip.message;

import dev.starling.crypto.digest.Digest;

/** Are you there? Carries the roster state, so that rosters reconcile by themselves. */
public record Ping(long nonce, int rosterVersion, Digest rosterHead) implements Message {
    @Override
    public <R> R handle(Handler<R> handler) {
        return handler.ping(this);
    }
}
