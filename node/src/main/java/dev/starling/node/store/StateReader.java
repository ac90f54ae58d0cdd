package dev.starling.node.store;

import dev.starling.gossip.journal.Checkpoint;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.wire.DurableCodec;
import dev.starling.gossip.wire.DurableFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads a state directory and changes nothing. */
record StateReader(Disk disk, DurableCodec codec) {
    private static final int ATTEMPTS = 10;
    private static final byte[] NOTHING = new byte[0];

    /** What was found, and where its journal goes on. */
    record Found(Recovered recovered, CheckpointFile file, int journalLength) {}

    /** The state, empty when there never was one. */
    Optional<Found> read() throws StoreException {
        return read(bytes(CheckpointFile.NAME));
    }

    private Optional<Found> read(Optional<byte[]> bytes) throws StoreException {
        Path path = disk.path(CheckpointFile.NAME);
        if (bytes.isEmpty()) {
            refuseRecordsWithoutCheckpoint();
            return Optional.empty();
        }
        CheckpointFile file = CheckpointFile.parse(path, bytes.get());
        JournalFormat format = new JournalFormat(file);
        Path journal = disk.path(format.name());
        byte[] journalBytes = bytes(format.name())
                .orElseThrow(() -> StoreException.damaged(journal, "the journal of the checkpoint is missing", null));
        JournalScan scan = JournalScan.of(format, journal, journalBytes);
        int dropped = journalBytes.length - scan.length();
        Recovered recovered = new Recovered(decode(path, file), decode(journal, scan), dropped);
        return Optional.of(new Found(recovered, file, scan.length()));
    }

    /** The same beside a running node: looks again when a checkpoint was replaced meanwhile. */
    Optional<Recovered> peek() throws StoreException {
        Optional<byte[]> bytes = bytes(CheckpointFile.NAME);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                return read(bytes).map(Found::recovered);
            } catch (StoreException e) {
                Optional<byte[]> now = bytes(CheckpointFile.NAME);
                if (Arrays.equals(bytes.orElse(NOTHING), now.orElse(NOTHING))) {
                    throw e;
                }
                bytes = now;
            }
        }
        throw StoreException.restless(disk.path(CheckpointFile.NAME));
    }

    private void refuseRecordsWithoutCheckpoint() throws StoreException {
        for (String name : names()) {
            int length = JournalFormat.isJournal(name)
                    ? bytes(name).map(b -> b.length).orElse(0)
                    : 0;
            if (length > JournalFormat.HEAD) {
                throw StoreException.damaged(
                        disk.path(CheckpointFile.NAME), "the checkpoint is missing, but a journal has records", null);
            }
        }
    }

    private Checkpoint decode(Path path, CheckpointFile file) throws StoreException {
        try {
            return codec.decodeCheckpoint(file.payload());
        } catch (DurableFormatException e) {
            throw StoreException.damaged(path, message(e), e);
        }
    }

    private List<JournalRecord> decode(Path path, JournalScan scan) throws StoreException {
        List<JournalRecord> records = new ArrayList<>(scan.records().size());
        try {
            for (byte[] record : scan.records()) {
                records.add(codec.decodeRecord(record));
            }
            return records;
        } catch (DurableFormatException e) {
            throw StoreException.damaged(path, message(e), e);
        }
    }

    private static String message(Exception e) {
        return String.valueOf(e.getMessage());
    }

    List<String> names() throws StoreException {
        try {
            return disk.names();
        } catch (IOException e) {
            throw StoreException.unreadable(disk.path(""), e);
        }
    }

    private Optional<byte[]> bytes(String name) throws StoreException {
        try {
            return disk.read(name);
        } catch (IOException e) {
            throw StoreException.unreadable(disk.path(name), e);
        }
    }
}
