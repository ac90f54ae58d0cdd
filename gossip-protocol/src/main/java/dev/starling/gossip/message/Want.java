package dev.starling.gossip.message;

import dev.starling.crypto.digest.Digest;

/**
 * Please send slices of the body {@code root}: {@code count} of them from {@code first} on. How a transfer resumes and how
 * a newcomer fetches a neighbour's snapshot.
 */
public record Want(Digest root, int first, int count) implements Message {
    @Override
    public <R> R handle(Handler<R> handler) {
        return handler.want(this);
    }
}
