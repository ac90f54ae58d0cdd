package dev.starling.node.store;

import dev.starling.gossip.wire.DurableSource;
import java.io.IOException;

/** A stretch of a file, whose bytes go into a digest as they are read. Confined to one thread. */
final class InputSource implements DurableSource {
    private static final int PIECE = 64 * 1024;

    private final Disk.Input in;
    private final FileDigest digest;
    private long remaining;

    /**
     * @param in stands where the stretch begins
     * @param length of the stretch, at most what the file has left
     */
    InputSource(Disk.Input in, long length, FileDigest digest) {
        this.in = in;
        this.remaining = length;
        this.digest = digest;
    }

    @Override
    public long remaining() {
        return remaining;
    }

    @Override
    public void read(byte[] into, int offset, int length) throws IOException {
        in.read(into, offset, length);
        remaining -= length;
        digest.add(into, offset, length);
    }

    /** Reads what is left, for the digest alone. */
    void skipRest() throws IOException {
        byte[] piece = new byte[(int) Math.min(PIECE, remaining)];
        while (remaining > 0) {
            read(piece, 0, (int) Math.min(piece.length, remaining));
        }
    }
}
