package dev.starling.node.store;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.digest.RunningDigest;
import java.util.zip.CRC32C;

/**
 * Tells whether bytes came back from the disk as they went: the SHA-256 of the CRC-32C sums (RFC 3720, appendix B.4) of
 * their pieces of 64 KiB, in order, the last piece perhaps shorter. Costs a tenth of a SHA-256 of the bytes themselves, and
 * misses damage to a piece once in 2<sup>32</sup> times. It proves nothing against somebody who writes to the directory, and
 * need not: that is its owner. Confined to one thread.
 */
final class FileDigest {
    private static final int PIECE = 64 * 1024;

    private final CRC32C crc = new CRC32C();
    private final RunningDigest sums = new RunningDigest();
    private final byte[] sum = new byte[Integer.BYTES];
    private int filled;

    FileDigest add(byte[] bytes) {
        return add(bytes, 0, bytes.length);
    }

    /** Takes in so many bytes of an array from {@code from} on; how bytes are cut into calls makes no difference. */
    FileDigest add(byte[] bytes, int from, int length) {
        int done = 0;
        while (done < length) {
            int part = Math.min(PIECE - filled, length - done);
            crc.update(bytes, from + done, part);
            filled += part;
            done += part;
            if (filled == PIECE) {
                fold();
            }
        }
        return this;
    }

    /** The digest of everything so far; the next piece begins a new one. */
    Digest finish() {
        if (filled > 0) {
            fold();
        }
        return sums.finish();
    }

    private void fold() {
        StateFile.numbers(sum).putInt((int) crc.getValue());
        sums.add(sum);
        crc.reset();
        filled = 0;
    }
}
