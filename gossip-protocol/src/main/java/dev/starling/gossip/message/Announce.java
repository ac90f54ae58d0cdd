package dev.starling.gossip.message;

/** A member tells its neighbours what it published: the signed header of its snapshot, which is the slot report, too. */
public record Announce(SignedHeader header) implements Message {
    @Override
    public <R> R handle(Handler<R> handler) {
        return handler.announce(this);
    }
}
