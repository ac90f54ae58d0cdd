package dev.starling.testnet.sim;

import dev.starling.crypto.identity.PeerId;

/** Whoever can stand at the end of a link: a member, or somebody who is none (yet). */
public interface Party {
    /** Whose key it holds. */
    PeerId id();

    /** Its number among the members, for cuts; -1 for whoever is none. */
    int number();

    /** Whether it takes a peer for a member like itself. */
    boolean knows(PeerId peer);

    /** True while it listens. */
    boolean up();

    void linkUp(long link, PeerId other, boolean outbound);

    void linkDown(long link);

    /**
     * A frame arrived.
     *
     * @param frame the same array whenever it is the same frame
     */
    void frame(long link, byte[] frame, Arrival arrival);
}
