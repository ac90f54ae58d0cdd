package dev.starling.node.store;

import dev.starling.crypto.digest.Digest;
import dev.starling.gossip.journal.Checkpoint;
import dev.starling.gossip.wire.DurableCodec;
import dev.starling.gossip.wire.DurableFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The file around a checkpoint, written and read piece by piece; its layout stands in the package documentation.
 *
 * @param generation names the journal that follows
 * @param digest {@link FileDigest} of everything before it in the file
 */
record CheckpointFile(long generation, Digest digest) {
    static final String NAME = "checkpoint";
    static final String TEMPORARY = "checkpoint.tmp";

    private static final int HEAD = StateFile.LEAD + 2 * Long.BYTES;

    /** What a file holds. */
    record Read(CheckpointFile file, Checkpoint checkpoint) {}

    static CheckpointFile write(Disk.Output out, long generation, Checkpoint checkpoint, DurableCodec codec)
            throws IOException {
        byte[] head = new byte[HEAD];
        StateFile.CHECKPOINT.begin(head).putLong(generation).putLong(codec.length(checkpoint));
        FileDigest running = new FileDigest().add(head);
        out.write(head, 0, HEAD);
        codec.write(checkpoint, (bytes, from, length) -> {
            running.add(bytes, from, length);
            out.write(bytes, from, length);
        });
        Digest digest = running.finish();
        out.write(digest.bytes(), 0, Digest.BYTES);
        return new CheckpointFile(generation, digest);
    }

    static Read read(Disk.Input in, Path path, DurableCodec codec) throws StoreException, IOException {
        byte[] head = new byte[(int) Math.min(HEAD, in.length())];
        in.read(head, 0, head.length);
        ByteBuffer fields = StateFile.CHECKPOINT.open(head, path);
        if (head.length < HEAD) {
            throw StoreException.damaged(path, "the checkpoint is damaged: it ends early", null);
        }
        long generation = fields.getLong();
        long length = in.length() - HEAD - Digest.BYTES;
        if (length < 0 || fields.getLong() != length) {
            throw StoreException.damaged(path, "the checkpoint is damaged: it has another length than it says", null);
        }
        FileDigest running = new FileDigest().add(head);
        InputSource source = new InputSource(in, length, running);
        try {
            Checkpoint checkpoint = codec.readCheckpoint(source);
            return new Read(new CheckpointFile(generation, checked(in, path, running)), checkpoint);
        } catch (DurableFormatException e) {
            source.skipRest();
            checked(in, path, running);
            throw StoreException.foreign(path, String.valueOf(e.getMessage()), e);
        }
    }

    private static Digest checked(Disk.Input in, Path path, FileDigest running) throws StoreException, IOException {
        Digest digest = running.finish();
        byte[] written = new byte[Digest.BYTES];
        in.read(written, 0, written.length);
        if (!digest.equals(Digest.wrap(written))) {
            throw StoreException.damaged(path, "the checkpoint is damaged: it does not match its digest", null);
        }
        return digest;
    }
}
