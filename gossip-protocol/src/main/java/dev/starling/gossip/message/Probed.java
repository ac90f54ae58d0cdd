package dev.starling.gossip.message;

/** Answers a {@link ProbeFor}: the target answered the sender's ping, or it did not in time. */
public record Probed(long nonce, boolean reached) implements Message {
    @Override
    public <R> R handle(Handler<R> handler) {
        return handler.probed(this);
    }
}
