package dev.starling.node.net.link;

import dev.starling.crypto.identity.PeerId;
import dev.starling.node.net.PeerNetwork;

/**
 * What the network reports. Called on the event loop, one call at a time: implementations enqueue and return, and never
 * block. An exception thrown here is a bug: it closes the link and reaches the thread's uncaught exception handler.
 *
 * <p>For one peer the order is {@code linkUp, frame*, linkDown}, and at most one link of a peer is up at any time.
 */
public interface LinkEvents {
    /**
     * A link stands: the handshake is done and the peer proved its key. It may still be a stranger.
     *
     * @param outbound whether we dialled
     * @param remoteAddress numeric {@code host:port} of the other end
     */
    void linkUp(LinkId link, PeerId peer, boolean outbound, String remoteAddress);

    /**
     * A link that was up is gone; no frame of it follows.
     *
     * @param reason a sentence for people
     */
    void linkDown(LinkId link, PeerId peer, String reason);

    /**
     * One frame arrived.
     *
     * @param frame without its length prefix, 1 byte or more; the callee owns it
     */
    void frame(LinkId link, PeerId peer, byte[] frame);

    /**
     * A connection was refused here, by a rule: once for a connection. {@link LinkEvents#linkDown} follows if its link
     * was up.
     *
     * @param reason the name of a {@link Refusal}, a colon and a sentence: {@code FRAME_TOO_LARGE: 5000000 bytes …}
     * @param outbound whether we dialled; then {@link #dialFailed} follows for a handshake that was refused
     */
    void refused(String remoteAddress, String reason, boolean outbound);

    /**
     * An attempt to reach an address failed. It is tried again after a pause unless the reason says otherwise.
     *
     * @param address as given to {@link PeerNetwork#dial}, in canonical form
     */
    void dialFailed(String address, String reason);
}
