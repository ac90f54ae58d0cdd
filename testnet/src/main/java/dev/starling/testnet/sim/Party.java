package dev.starling.testnet.sim;

import dev.starling.crypto.identity.PeerId;

/** Whoever can stand at the end of a link: a member, or somebody who is none (yet). */
public interface Party {
    /** Whose key it holds. */
    PeerId id();

    /** Its number among the members, for cuts; -1 for whoever is none. */
    int number();

    /** True while it listens. */
    boolean up();

    void linkUp(long link, PeerId other, boolean outbound);

    void linkDown(long link);

    /**
     * A frame arrived.
     *
     * @param echo the same frame arrived just before, and nothing since
     */
    void frame(long link, byte[] frame, boolean echo);
}
