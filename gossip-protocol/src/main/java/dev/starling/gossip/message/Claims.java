package dev.starling.gossip.message;

import java.util.List;

/** Claims that are news to somebody, relayed or one's own; bounded by {@link Limits#CLAIMS}. */
public record Claims(List<SignedClaim> claims) implements Message {
    public Claims {
        claims = List.copyOf(claims);
    }

    @Override
    public <R> R handle(Handler<R> handler) {
        return handler.claims(this);
    }
}
