package dev.starling.gossip.message;

/** The higher id will never apply transaction {@code seq}; final. */
public record Refused(long life, long seq, RefusalCode code) implements Message {
    @Override
    public <R> R handle(Handler<R> handler) {
        return handler.refused(this);
    }
}
