package dev.starling.node.store;

import dev.starling.crypto.digest.Digest;
import dev.starling.gossip.wire.DurableCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The file around a checkpoint; its layout stands in the package documentation.
 *
 * @param generation names the journal that follows
 * @param payload the checkpoint's own bytes
 * @param digest SHA-256 of everything before it in the file
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
record CheckpointFile(long generation, byte[] payload, Digest digest) {
    static final String NAME = "checkpoint";
    static final String TEMPORARY = "checkpoint.tmp";

    private static final byte[] MAGIC = "STARLCKP".getBytes(StandardCharsets.US_ASCII);
    private static final int HEAD = 22;

    static CheckpointFile of(long generation, byte[] payload) {
        return new CheckpointFile(generation, payload, Digest.of(head(generation, payload.length), payload));
    }

    void writeTo(Disk.Output out) throws IOException {
        out.write(head(generation, payload.length), HEAD);
        out.write(payload, payload.length);
        out.write(digest.bytes(), Digest.BYTES);
    }

    static CheckpointFile parse(Path path, byte[] file) throws StoreException {
        if (file.length < HEAD + Digest.BYTES || !Arrays.equals(MAGIC, Arrays.copyOf(file, MAGIC.length))) {
            throw StoreException.damaged(path, "this is not a checkpoint", null);
        }
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).position(MAGIC.length);
        int version = Short.toUnsignedInt(in.getShort());
        if (version != DurableCodec.VERSION) {
            throw StoreException.damaged(
                    path, "its layout has version " + version + ", and this node reads " + DurableCodec.VERSION, null);
        }
        long generation = in.getLong();
        if (in.getInt() != file.length - HEAD - Digest.BYTES) {
            throw StoreException.damaged(path, "the checkpoint is damaged: it has another length than it says", null);
        }
        byte[] payload = Arrays.copyOfRange(file, HEAD, file.length - Digest.BYTES);
        CheckpointFile read = of(generation, payload);
        if (!read.digest.equals(Digest.wrap(Arrays.copyOfRange(file, file.length - Digest.BYTES, file.length)))) {
            throw StoreException.damaged(path, "the checkpoint is damaged: it does not match its digest", null);
        }
        return read;
    }

    private static byte[] head(long generation, int length) {
        return ByteBuffer.allocate(HEAD)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .putShort((short) DurableCodec.VERSION)
                .putLong(generation)
                .putInt(length)
                .array();
    }
}
