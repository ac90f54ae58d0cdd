package dev.starling.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file system that is really full, or really read-only. */
final class FullDiskTest {
    @TempDir
    private Path directory;

    private StateStore open() throws StoreException {
        return StateStore.open(directory, States.CODEC);
    }

    @Test
    void aFullDiskStopsTheStoreWithFileAndRemedyAndTheNextStartGoesOnWhereItWas() throws Exception {
        try (TinyDisk disk = TinyDisk.mount(directory, 1)) {
            int synced = 0;
            try (StateStore store = open()) {
                store.load();
                store.saveCheckpoint(States.checkpoint(1));
                disk.fill();
                StoreException full = null;
                while (full == null) {
                    try {
                        store.append(States.record(synced + 1));
                        store.sync();
                        synced++;
                    } catch (StoreException e) {
                        full = e;
                    }
                }
                assertThat(full)
                        .hasMessageContaining("state/journal-0000000000000001: cannot be written")
                        .hasMessageContaining("No space left on device")
                        .hasMessageContaining("check free space and permissions and start the node again");
                assertThatExceptionOfType(StoreException.class)
                        .isThrownBy(() -> store.saveCheckpoint(States.checkpoint(2)))
                        .withMessageContaining("a write has failed before");
            }
            // Also without space the state can be read, and recovery needs none.
            try (StateStore store = open()) {
                Recovered recovered = store.load().orElseThrow();
                assertThat(recovered.checkpoint().slot()).isEqualTo(1);
                assertThat(States.texts(recovered.records())).isEqualTo(States.texts(States.records(1, synced)));
                assertThatExceptionOfType(StoreException.class)
                        .isThrownBy(() -> store.saveCheckpoint(States.checkpoint(2)))
                        .withMessageContaining("state/checkpoint: cannot be written")
                        .withMessageContaining("No space left on device");
            }
            disk.empty();
            try (StateStore store = open()) {
                assertThat(States.texts(store.load().orElseThrow().records()))
                        .isEqualTo(States.texts(States.records(1, synced)));
                store.saveCheckpoint(States.checkpoint(3));
            }
            assertThat(StateStore.peek(directory, States.CODEC)
                            .orElseThrow()
                            .checkpoint()
                            .slot())
                    .isEqualTo(3);
        }
    }

    @Test
    void aReadOnlyDirectoryIsSaidToBeSoAndItsStateStaysAsItIs() throws Exception {
        try (TinyDisk disk = TinyDisk.mount(directory, 1)) {
            try (StateStore store = open()) {
                store.load();
                store.saveCheckpoint(States.checkpoint(1));
                store.append(States.record(1));
            }
            disk.readOnly(true);
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(this::open)
                    .withMessageContaining(directory.resolve("state").toString())
                    .withMessageContaining("cannot be written")
                    .withMessageContaining("check free space and permissions");
            assertThat(StateStore.peek(directory, States.CODEC).orElseThrow().records())
                    .hasSize(1);
            disk.readOnly(false);
            try (StateStore store = open()) {
                assertThat(States.texts(store.load().orElseThrow().records()))
                        .isEqualTo(States.texts(List.of(States.record(1))));
            }
        }
    }

    @Test
    void aDirectoryThatCannotBeMadeIsNamed() throws Exception {
        try (TinyDisk disk = TinyDisk.mount(directory, 1)) {
            disk.readOnly(true);
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(this::open)
                    .withMessageContaining(directory.toString())
                    .withMessageContaining("Read-only file system");
            disk.readOnly(false);
            assertThat(Files.exists(directory.resolve("state"))).isFalse();
        }
    }
}
