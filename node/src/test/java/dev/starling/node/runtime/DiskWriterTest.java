package dev.starling.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.Effect;
import dev.starling.gossip.journal.AgreementState;
import dev.starling.gossip.journal.Checkpoint;
import dev.starling.gossip.journal.JournalRecord.PeerLife;
import dev.starling.gossip.wire.DurableCodec;
import dev.starling.node.site.model.ModelShelf;
import dev.starling.node.store.Recovered;
import dev.starling.node.store.StateStore;
import dev.starling.node.store.StoreException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class DiskWriterTest {
    private static final int DIMENSION = 3;
    private static final DurableCodec CODEC = new DurableCodec(Digest.of(new byte[] {1}), DIMENSION);
    private static final PeerId PEER = new PeerId(Digest.of(new byte[] {2}));

    @TempDir
    Path directory;

    /** What the engine would hear, with what is on the disk at that moment. */
    private final class Heard implements DiskWriter.Listener {
        final List<Long> tokens = new ArrayList<>();
        final List<Throwable> failures = new ArrayList<>();
        int onDisk;

        @Override
        public void durable(long token, long syncNanos) {
            tokens.add(token);
            try {
                onDisk = StateStore.peek(directory, CODEC)
                        .map(state -> state.records().size())
                        .orElse(-1);
            } catch (StoreException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void failed(Throwable cause) {
            failures.add(cause);
        }
    }

    private DiskWriter writer(StateStore store, DiskWriter.Listener listener) throws StoreException {
        return new DiskWriter(new DiskWriter.Stores(store, ModelShelf.open(directory, CODEC, DIMENSION, 5)), listener);
    }

    private static Effect.SaveCheckpoint checkpoint(long token) {
        float[] x = {token, 0, 0};
        return new Effect.SaveCheckpoint(
                token,
                new Checkpoint(
                        1,
                        0,
                        0,
                        x,
                        new float[DIMENSION],
                        Optional.empty(),
                        List.of(),
                        AgreementState.none(),
                        List.of()));
    }

    private static Effect.AppendJournal record(long token) {
        return new Effect.AppendJournal(token, new PeerLife(PEER, token));
    }

    @Test
    void whatIsHandedBackIsOnTheDiskAndNothingThatWasWantedIsLeftOut() throws Exception {
        StateStore store = StateStore.open(directory, CODEC);
        store.load();
        Heard heard = new Heard();
        try (DiskWriter writer = writer(store, heard)) {
            writer.save(checkpoint(1));
            for (int token = 2; token <= 600; token++) {
                writer.append(record(token));
            }
            writer.start();
        }
        assertThat(heard.failures).isEmpty();
        assertThat(heard.tokens).isSorted().startsWith(1L).endsWith(600L).hasSizeLessThan(10);
        assertThat(heard.onDisk).isEqualTo(599);

        Recovered recovered = StateStore.peek(directory, CODEC).orElseThrow();
        assertThat(recovered.checkpoint().parameters()[0]).isEqualTo(1);
        assertThat(recovered.records()).hasSize(599).last().isEqualTo(new PeerLife(PEER, 600));
    }

    @Test
    void aCheckpointTakesThePlaceOfWhatCameBefore() throws Exception {
        StateStore store = StateStore.open(directory, CODEC);
        store.load();
        Heard heard = new Heard();
        try (DiskWriter writer = writer(store, heard)) {
            writer.start();
            writer.save(checkpoint(1));
            writer.append(record(2));
            writer.save(checkpoint(3));
            writer.append(record(4));
        }
        assertThat(heard.tokens).isSorted().endsWith(4L);
        Recovered recovered = StateStore.peek(directory, CODEC).orElseThrow();
        assertThat(recovered.checkpoint().parameters()[0]).isEqualTo(3);
        assertThat(recovered.records()).containsExactly(new PeerLife(PEER, 4));
    }

    @Test
    void afterAFailureNothingMoreIsWrittenAndNothingHandedBack() throws Exception {
        StateStore neverLoaded = StateStore.open(directory, CODEC);
        Heard heard = new Heard();
        try (DiskWriter writer = writer(neverLoaded, heard)) {
            writer.save(checkpoint(1));
            writer.append(record(2));
            writer.start();
        }
        assertThat(heard.failures).hasSize(1).first().isInstanceOf(IllegalStateException.class);
        assertThat(heard.tokens).isEmpty();
        assertThat(StateStore.peek(directory, CODEC)).isEmpty();
        StateStore.open(directory, CODEC).close();
    }
}
