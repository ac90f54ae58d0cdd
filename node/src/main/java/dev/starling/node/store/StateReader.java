package dev.starling.node.store;

import dev.starling.crypto.digest.Digest;
import dev.starling.gossip.wire.DurableCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a state directory and changes nothing. */
record StateReader(Disk disk, DurableCodec codec) {
    private static final int ATTEMPTS = 10;
    private static final byte[] NOTHING = new byte[0];

    /** What was found, and where its journal goes on. */
    record Found(Recovered recovered, CheckpointFile file, long journalLength) {}

    /** The state, empty when there never was one. */
    Optional<Found> read() throws StoreException {
        Path path = disk.path(CheckpointFile.NAME);
        try (Disk.Input in = input(CheckpointFile.NAME)) {
            if (in == null) {
                refuseRecordsWithoutCheckpoint();
                return Optional.empty();
            }
            CheckpointFile.Read checkpoint = CheckpointFile.read(in, path, codec);
            JournalScan journal = readJournal(new JournalFormat(checkpoint.file()));
            Recovered recovered = new Recovered(checkpoint.checkpoint(), journal.records(), journal.dropped());
            return Optional.of(new Found(recovered, checkpoint.file(), journal.length()));
        } catch (IOException e) {
            throw StoreException.unreadable(path, e);
        }
    }

    private JournalScan readJournal(JournalFormat format) throws StoreException {
        Path path = disk.path(format.name());
        try (Disk.Input in = input(format.name())) {
            if (in == null) {
                throw StoreException.damaged(path, "the journal of the checkpoint is missing", null);
            }
            return JournalScan.of(format, in, path, codec);
        } catch (IOException e) {
            throw StoreException.unreadable(path, e);
        }
    }

    /** The same beside a running node: looks again when a checkpoint was replaced meanwhile. */
    Optional<Recovered> peek() throws StoreException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            byte[] before = seal();
            try {
                return read().map(Found::recovered);
            } catch (StoreException e) {
                if (Arrays.equals(before, seal())) {
                    throw e;
                }
            }
        }
        throw StoreException.restless(disk.path(CheckpointFile.NAME));
    }

    /** What tells one checkpoint from another: the digest at its end. */
    private byte[] seal() throws StoreException {
        try (Disk.Input in = input(CheckpointFile.NAME)) {
            if (in == null) {
                return NOTHING;
            }
            byte[] seal = new byte[(int) Math.min(Digest.BYTES, in.length())];
            in.position(in.length() - seal.length);
            in.read(seal, 0, seal.length);
            return seal;
        } catch (IOException e) {
            throw StoreException.unreadable(disk.path(CheckpointFile.NAME), e);
        }
    }

    private void refuseRecordsWithoutCheckpoint() throws StoreException, IOException {
        for (String name : names()) {
            if (JournalFormat.isJournal(name)) {
                try (Disk.Input in = input(name)) {
                    if (in != null && in.length() > JournalFormat.HEAD) {
                        throw StoreException.damaged(
                                disk.path(CheckpointFile.NAME),
                                "the checkpoint is missing, but a journal has records",
                                null);
                    }
                }
            }
        }
    }

    List<String> names() throws StoreException {
        try {
            return disk.names();
        } catch (IOException e) {
            throw StoreException.unreadable(disk.path(""), e);
        }
    }

    private Disk.@Nullable Input input(String name) throws StoreException {
        try {
            return disk.open(name).orElse(null);
        } catch (IOException e) {
            throw StoreException.unreadable(disk.path(name), e);
        }
    }
}
