package dev.starling.gossip.wire;

import java.io.IOException;

/** Where the bytes of something durable go, in order, so that they are never in memory together. */
@FunctionalInterface
public interface DurableSink {
    /** Takes so many bytes of an array from {@code from} on; the array belongs to the caller again on return. */
    void write(byte[] bytes, int from, int length) throws IOException;
}
