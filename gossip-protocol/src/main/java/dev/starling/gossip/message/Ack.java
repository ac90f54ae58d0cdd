package dev.starling.gossip.message;

/** The lower id has applied its side of transaction {@code seq}; the reply need not be kept. */
public record Ack(long life, long seq) implements Message {
    @Override
    public <R> R handle(Handler<R> handler) {
        return handler.ack(this);
    }
}
