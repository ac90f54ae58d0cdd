package dev.starling.node.net;

/**
 * A long message as a sequence of frames, pulled one at a time while the link has room, so that only what is on its way
 * exists as bytes. Called on the event loop: {@link #frame} must be quick and must not block.
 */
public interface FrameSource {
    /** How many frames there are; constant. */
    int count();

    /**
     * One frame, asked for once, in order.
     *
     * @param index from 0
     * @return 1 byte up to the frame cap; not to be changed afterwards
     */
    byte[] frame(int index);
}
