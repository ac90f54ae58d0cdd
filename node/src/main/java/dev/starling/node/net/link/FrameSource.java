package dev.starling.node.net.link;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A long message as a sequence of frames, pulled one at a time while the link has room, so that only what is on its way
 * exists as bytes. Called on the event loop: {@link #frame} must be quick and must not block.
 */
public interface FrameSource {
    /**
     * Names what the frames are a part of. While a stream is under way, another one of the same name on the same link is
     * dropped: whoever asks again for what is on its way would get it twice, and can ask once more.
     */
    Object name();

    /** How many frames there are; constant. */
    int count();

    /**
     * One frame in parts, asked for once, in order.
     *
     * @param index from 0
     * @return 1 byte up to the frame cap in all; sent as they are, without a copy, and so not to be changed afterwards
     */
    List<ByteBuffer> frame(int index);
}
