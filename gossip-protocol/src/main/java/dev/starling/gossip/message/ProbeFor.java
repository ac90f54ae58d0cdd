package dev.starling.gossip.message;

import dev.starling.crypto.identity.PeerId;

/** Please ping the target for me and tell me with {@link Probed} whether it answered. */
public record ProbeFor(long nonce, PeerId target) implements Message {
    @Override
    public <R> R handle(Handler<R> handler) {
        return handler.probeFor(this);
    }
}
