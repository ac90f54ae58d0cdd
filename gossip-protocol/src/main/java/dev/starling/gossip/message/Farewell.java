package dev.starling.gossip.message;

/** Why the sender closes the link; the last message on it. */
public record Farewell(FarewellCode code) implements Message {
    @Override
    public <R> R handle(Handler<R> handler) {
        return handler.farewell(this);
    }
}
