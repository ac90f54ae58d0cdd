package dev.starling.node.net;

import dev.starling.crypto.identity.PeerId;
import dev.starling.node.net.link.LinkId;

/**
 * A connection whose peer has proved its key. Confined to the event loop.
 *
 * @param sinceNanos when the handshake ended, on the loop's clock
 */
record Link(LinkId id, PeerId peer, Wire wire, long sinceNanos) {

    boolean isStranger() {
        return wire.reader().allowance() != null;
    }

    long ageNanos(long nowNanos) {
        return nowNanos - sinceNanos;
    }
}
