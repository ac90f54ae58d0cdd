package dev.starling.gossip.message;

import dev.starling.crypto.identity.VerifyingKey;

/**
 * A body that its author signed.
 *
 * @param author key that the signature was verified with
 * @param body what was signed
 */
public record SignedBody(VerifyingKey author, Body body) implements Message {
    @Override
    public <R> R handle(Handler<R> handler) {
        return handler.signed(this);
    }
}
