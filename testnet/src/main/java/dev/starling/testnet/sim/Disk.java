package dev.starling.testnet.sim;

import dev.starling.crypto.digest.Digest;
import dev.starling.gossip.Effect;
import dev.starling.gossip.journal.Checkpoint;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.wire.DurableCodec;
import dev.starling.gossip.wire.DurableFormatException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A member's disk: one checkpoint and the records after it, released models, and writes that are on their way and that a crash may lose, the
 * last first. Confined to one thread.
 */
final class Disk {
    private final @Nullable DurableCodec codec;
    private final ArrayDeque<Effect> writing = new ArrayDeque<>();
    private final List<JournalRecord> journal = new ArrayList<>();
    private final Map<Digest, float[]> models = new TreeMap<>();
    private @Nullable Checkpoint checkpoint;

    /**
     * @param codec turns what is written into bytes and back; null keeps the values
     */
    Disk(@Nullable DurableCodec codec) {
        this.codec = codec;
    }

    /** A checkpoint or a record is on its way. */
    void write(Effect effect) {
        writing.add(effect);
    }

    /** The oldest write is synced. */
    Effect sync() {
        Effect effect = writing.remove();
        effect.handle(new Keeping());
        return effect;
    }

    int pending() {
        return writing.size();
    }

    /** A released model is kept at once, and those that nothing refers to any more go. */
    void keep(Effect.ReleaseModel release) {
        models.keySet().retainAll(release.inUse());
        models.put(release.certificate().model(), release.parameters());
    }

    List<float[]> models() {
        return List.copyOf(models.values());
    }

    /** What was not synced is gone. */
    List<Effect> lose() {
        List<Effect> lost = List.copyOf(writing);
        writing.clear();
        return lost;
    }

    /** Everything is gone. */
    void wipe() {
        checkpoint = null;
        journal.clear();
        models.clear();
    }

    Optional<Checkpoint> checkpoint() {
        return Optional.ofNullable(checkpoint);
    }

    List<JournalRecord> journal() {
        return List.copyOf(journal);
    }

    private final class Keeping implements Only {
        @Override
        public void saveCheckpoint(Effect.SaveCheckpoint effect) {
            checkpoint = throughBytes(effect.checkpoint());
            journal.clear();
        }

        @Override
        public void appendJournal(Effect.AppendJournal effect) {
            journal.add(throughBytes(effect.record()));
        }
    }

    private Checkpoint throughBytes(Checkpoint saved) {
        try {
            return codec == null ? saved : codec.decodeCheckpoint(codec.encode(saved));
        } catch (DurableFormatException e) {
            throw new IllegalStateException("a checkpoint cannot be read back", e);
        }
    }

    private JournalRecord throughBytes(JournalRecord record) {
        try {
            return codec == null ? record : codec.decodeRecord(codec.encode(record));
        } catch (DurableFormatException e) {
            throw new IllegalStateException("a journal record cannot be read back", e);
        }
    }
}
