package dev.starling.gossip.message;

/** Transaction {@code seq} was acknowledged before; nothing is left to do for it. */
public record Closed(long life, long seq) implements Message {
    @Override
    public <R> R handle(Handler<R> handler) {
        return handler.closed(this);
    }
}
