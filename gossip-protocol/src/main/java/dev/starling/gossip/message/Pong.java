package dev.starling.gossip.message;

/** I am here; answers the ping with the same nonce. */
public record Pong(long nonce) implements Message {
    @Override
    public <R> R handle(Handler<R> handler) {
        return handler.pong(this);
    }
}
