package dev.starling.gossip.message;

import dev.starling.crypto.digest.Digest;
import java.util.Arrays;

/** A header with exactly the bytes that were signed. Immutable; the arrays are owned and not handed out for writing. */
@SuppressWarnings("ArrayRecordComponent") // equality is defined below
public record SignedHeader(SnapshotHeader header, byte[] bytes, byte[] signature) {

    /** The root that names the snapshot. */
    public Digest root() {
        return header.root();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignedHeader that
                && Arrays.equals(bytes, that.bytes)
                && Arrays.equals(signature, that.signature);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
