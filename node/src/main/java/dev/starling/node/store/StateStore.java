package dev.starling.node.store;

import dev.starling.gossip.journal.Checkpoint;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.wire.DurableCodec;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The durable state of one node: a checkpoint and the journal since. {@link #load} comes first, then {@link
 * #saveCheckpoint} whenever the engine wants it, and between checkpoints any number of {@link #append}, made durable
 * together by one {@link #sync}. After a failed write nothing more is written: what was durable before is intact, and the
 * next start recovers it. Confined to one thread.
 */
public final class StateStore implements AutoCloseable {
    private final Disk disk;
    private final DurableCodec codec;
    private final Closeable lock;
    private long generation;
    private boolean loaded;
    private boolean failed;
    private @Nullable JournalWriter journal;

    StateStore(Disk disk, DurableCodec codec, Closeable lock) {
        this.disk = disk;
        this.codec = codec;
        this.lock = lock;
    }

    /**
     * Takes hold of {@code directory/state}, which is made when it does not exist.
     *
     * @param directory data directory of the node; must exist
     * @throws StoreException when another process holds it or it cannot be written
     */
    public static StateStore open(Path directory, DurableCodec codec) throws StoreException {
        OwnerDirectory state = OwnerDirectory.state(directory);
        try {
            state.createIfMissing();
        } catch (IOException e) {
            throw StoreException.unwritable(directory, e);
        }
        return new StateStore(state, codec, state.lock());
    }

    /** Reads the state below a data directory without taking hold of it, also while a node runs; changes nothing. */
    public static Optional<Recovered> peek(Path directory, DurableCodec codec) throws StoreException {
        return new StateReader(OwnerDirectory.state(directory), codec).peek();
    }

    /**
     * The state as it was last written, empty when there never was one; durable on return. Cuts off what a crash left half
     * written and removes what it left over.
     *
     * @throws StoreException when something is missing or damaged that no crash explains
     */
    public Optional<Recovered> load() throws StoreException {
        if (loaded) {
            throw new IllegalStateException("the state is loaded once");
        }
        StateReader reader = new StateReader(disk, codec);
        StateReader.Found found = reader.read().orElse(null);
        try {
            if (found != null) {
                JournalFormat format = new JournalFormat(found.file());
                generation = found.file().generation();
                journal = JournalWriter.continueAt(disk, format, found.journalLength());
            }
            disk.forceNames();
            for (String name : reader.names()) {
                boolean current = journal != null && name.equals(journal.name());
                if (name.equals(CheckpointFile.TEMPORARY) || (JournalFormat.isJournal(name) && !current)) {
                    disk.delete(name);
                }
            }
        } catch (IOException e) {
            throw failure(disk.path(""), e);
        }
        loaded = true;
        return Optional.ofNullable(found).map(StateReader.Found::recovered);
    }

    /**
     * Replaces checkpoint and journal in one atomic step, durable on return; records appended before are part of it, and
     * stand in the old journal all the same, so that whoever keeps old files has a history without gaps. Writes straight from
     * the checkpoint's vectors.
     */
    public void saveCheckpoint(Checkpoint checkpoint) throws StoreException {
        ready();
        try {
            if (journal != null) {
                journal.flush();
            }
            CheckpointFile file = writeBeside(checkpoint);
            JournalWriter next = JournalWriter.create(disk, new JournalFormat(file));
            try {
                disk.forceNames();
                disk.rename(CheckpointFile.TEMPORARY, CheckpointFile.NAME);
                disk.forceNames();
            } catch (IOException e) {
                next.close();
                throw e;
            }
            JournalWriter old = journal;
            journal = next;
            generation++;
            if (old != null) {
                old.close();
                disk.delete(old.name());
            }
        } catch (IOException e) {
            throw failure(disk.path(CheckpointFile.NAME), e);
        }
    }

    private CheckpointFile writeBeside(Checkpoint checkpoint) throws IOException {
        try (Disk.Output out = disk.create(CheckpointFile.TEMPORARY)) {
            CheckpointFile file = CheckpointFile.write(out, generation + 1, checkpoint, codec);
            out.force();
            return file;
        }
    }

    /** Appends to the journal; durable after the next {@link #sync}. */
    public void append(JournalRecord record) throws StoreException {
        JournalWriter current = current();
        try {
            current.append(record, codec);
        } catch (IOException e) {
            throw failure(disk.path(current.name()), e);
        }
    }

    /** Makes everything appended so far durable; does nothing when it is already. */
    public void sync() throws StoreException {
        JournalWriter current = current();
        try {
            current.sync();
        } catch (IOException e) {
            throw failure(disk.path(current.name()), e);
        }
    }

    /** Syncs, unless a write has failed, and lets go of the directory. */
    @Override
    public void close() throws StoreException {
        JournalWriter current = journal;
        journal = null;
        try {
            if (current != null) {
                try (current) {
                    if (!failed) {
                        current.sync();
                    }
                }
            }
        } catch (IOException e) {
            throw failure(disk.path(""), e);
        } finally {
            release();
        }
    }

    private void release() throws StoreException {
        try {
            lock.close();
        } catch (IOException e) {
            throw failure(disk.path(""), e);
        }
    }

    private JournalWriter current() throws StoreException {
        ready();
        if (journal == null) {
            throw new IllegalStateException("records follow a checkpoint");
        }
        return journal;
    }

    private void ready() throws StoreException {
        if (!loaded) {
            throw new IllegalStateException("the state is loaded first");
        }
        if (failed) {
            throw StoreException.failedBefore(disk.path(""));
        }
    }

    private StoreException failure(Path path, IOException e) {
        failed = true;
        return StoreException.unwritable(path, e);
    }
}
