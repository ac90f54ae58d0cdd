package dev.starling.gossip.journal;

import dev.starling.crypto.digest.Digest;
import dev.starling.gossip.message.Limits;
import dev.starling.gossip.message.SignedHeader;
import java.util.Arrays;

/**
 * A member's parameters as it published them: the signed header and the encoded body that the header's root names. The
 * body is shared and never written.
 */
@SuppressWarnings("ArrayRecordComponent") // carried, compared by root
public record Snapshot(SignedHeader header, byte[] body) {

    /** The root that names it. */
    public Digest root() {
        return header.root();
    }

    /** SHA-256 over the SHA-256 hashes of the body's slices, in order. */
    public static Digest rootOf(byte[] body) {
        int slices = Limits.slices(body.length);
        byte[][] hashes = new byte[slices][];
        for (int k = 0; k < slices; k++) {
            int from = k * Limits.SLICE;
            int to = Math.min(body.length, from + Limits.SLICE);
            byte[] slice = slices == 1 ? body : Arrays.copyOfRange(body, from, to);
            hashes[k] = Digest.of(slice).bytes();
        }
        return Digest.of(hashes);
    }
}
