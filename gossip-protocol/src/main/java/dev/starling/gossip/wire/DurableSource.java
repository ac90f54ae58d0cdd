package dev.starling.gossip.wire;

import java.io.IOException;

/** Where the bytes of something durable come from, in order, so that they are never in memory together. */
public interface DurableSource {
    /** Bytes that have not been read yet: nothing larger is ever allocated. */
    long remaining();

    /** Reads exactly {@code length} bytes, of which there are so many, to {@code into} from {@code offset} on. */
    void read(byte[] into, int offset, int length) throws IOException;
}
