package dev.starling.gossip.wire;

import java.io.IOException;

/** Where the bytes of something durable go, in order, so that they are never in memory together. */
@FunctionalInterface
public interface DurableSink {
    /** Takes the first {@code length} bytes of an array, which belongs to the caller again on return. */
    void write(byte[] bytes, int length) throws IOException;
}
