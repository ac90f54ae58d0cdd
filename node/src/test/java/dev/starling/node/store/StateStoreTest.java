package dev.starling.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.starling.gossip.journal.AgreementState;
import dev.starling.gossip.journal.Checkpoint;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.wire.DurableCodec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateStoreTest {
    @TempDir
    private Path directory;

    private StateStore open() throws StoreException {
        return StateStore.open(directory, States.CODEC);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("state"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aNewDirectoryHasNoState() throws StoreException {
        assertThat(StateStore.peek(directory, States.CODEC)).isEmpty();
        try (StateStore store = open()) {
            assertThat(store.load()).isEmpty();
        }
        assertThat(StateStore.peek(directory, States.CODEC)).isEmpty();
    }

    @Test
    void whatWasSavedAndAppendedIsLoadedAgain() throws StoreException {
        for (int round = 1; round <= 20; round++) {
            List<JournalRecord> records = States.records(100 * round, round);
            try (StateStore store = open()) {
                store.load();
                store.saveCheckpoint(States.checkpoint(round));
                for (JournalRecord record : records) {
                    store.append(record);
                }
                store.sync();
            }
            try (StateStore store = open()) {
                Recovered recovered = store.load().orElseThrow();
                assertThat(States.text(recovered.checkpoint())).isEqualTo(States.text(States.checkpoint(round)));
                assertThat(States.texts(recovered.records())).isEqualTo(States.texts(records));
                assertThat(recovered.droppedBytes()).isZero();
            }
        }
    }

    @Test
    void recordsLargerThanTheBufferKeepTheirPlaceAmongSmallOnes() throws StoreException {
        int dimension = 100_000;
        DurableCodec codec = new DurableCodec(States.FEDERATION, dimension);
        SplittableRandom random = new SplittableRandom(3);
        try (StateStore store = StateStore.open(directory, codec)) {
            store.load();
            store.saveCheckpoint(new Checkpoint(
                    1,
                    0,
                    0,
                    new float[dimension],
                    new float[dimension],
                    Optional.empty(),
                    List.of(),
                    AgreementState.none(),
                    List.of()));
            for (int k = 0; k < 6; k++) {
                store.append(States.record(4));
                store.append(new JournalRecord.Completed(
                        States.record(4).peer(), k, States.bytes(random, k % 2 == 0 ? 400_000 : 90_000)));
            }
        }
        List<JournalRecord> records =
                StateStore.peek(directory, codec).orElseThrow().records();
        assertThat(records).hasSize(12);
        SplittableRandom again = new SplittableRandom(3);
        for (int k = 0; k < 6; k++) {
            assertThat(records.get(2 * k)).isEqualTo(States.record(4));
            JournalRecord.Completed large = (JournalRecord.Completed) records.get(2 * k + 1);
            assertThat(Arrays.equals(large.body(), States.bytes(again, k % 2 == 0 ? 400_000 : 90_000)))
                    .isTrue();
        }
    }

    @Test
    void aCheckpointReplacesTheOneBeforeAndItsJournal() throws StoreException, IOException {
        try (StateStore store = open()) {
            store.load();
            store.saveCheckpoint(States.checkpoint(1));
            store.append(States.record(1));
            store.saveCheckpoint(States.checkpoint(2));
            assertThat(files()).containsExactly("checkpoint", "journal-0000000000000002", "lock");
            store.append(States.record(2));
        }
        Recovered recovered = StateStore.peek(directory, States.CODEC).orElseThrow();
        assertThat(recovered.checkpoint().slot()).isEqualTo(2);
        assertThat(States.texts(recovered.records())).isEqualTo(States.texts(States.records(2, 1)));
    }

    @Test
    void whatAKillLeavesOverIsRemovedAtTheNextStart() throws StoreException, IOException {
        try (StateStore store = open()) {
            store.load();
            store.saveCheckpoint(States.checkpoint(1));
            store.append(States.record(1));
        }
        Path state = directory.resolve("state");
        Files.write(state.resolve("checkpoint.tmp"), new byte[] {1, 2, 3});
        Files.write(state.resolve("journal-0000000000000002"), new byte[0]);
        Files.write(state.resolve("journal-0000000000000000"), new byte[] {4});
        Files.write(state.resolve("notes.txt"), new byte[] {5});
        try (StateStore store = open()) {
            assertThat(store.load().orElseThrow().records()).hasSize(1);
        }
        assertThat(files()).containsExactly("checkpoint", "journal-0000000000000001", "lock", "notes.txt");
    }

    @Test
    void everythingIsForItsOwnerOnly() throws StoreException, IOException {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
        try (StateStore store = open()) {
            store.load();
            store.saveCheckpoint(States.checkpoint(1));
        }
        Path state = directory.resolve("state");
        assertThat(permissions(state)).isEqualTo("rwx------");
        for (String name : files()) {
            assertThat(permissions(state.resolve(name))).as(name).isEqualTo("rw-------");
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void aSecondNodeInTheSameProcessIsRefusedUntilTheFirstCloses() throws StoreException {
        try (StateStore first = open()) {
            assertThat(first.load()).isEmpty();
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(this::open)
                    .withMessageContaining("another node runs on this directory");
        }
        open().close();
    }

    @Test
    void closingTwiceDoesNotLetGoOfWhatTheNextNodeHolds() throws StoreException {
        StateStore first = open();
        first.close();
        try (StateStore second = open()) {
            first.close();
            assertThatExceptionOfType(StoreException.class).isThrownBy(this::open);
            assertThat(second.load()).isEmpty();
        }
    }

    @Test
    void aNodeInAnotherProcessIsRefusedUntilThatProcessEnds() throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).isEqualTo("held");
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(this::open)
                    .withMessageContaining("another node runs on this directory");
            // A refused attempt must not loosen the hold.
            assertThatExceptionOfType(StoreException.class).isThrownBy(this::open);
        } finally {
            other.destroyForcibly().waitFor();
        }
        open().close();
    }

    /** Holds a directory until it is killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            try (StateStore store = StateStore.open(Path.of(arguments[0]), States.CODEC)) {
                System.out.println(store.load().isEmpty() ? "held" : "not empty");
                System.in.read();
            }
        }
    }

    @Test
    void peekingBesideARunningNodeChangesNothing() throws StoreException, IOException {
        Path journal = directory.resolve("state/journal-0000000000000001");
        try (StateStore store = open()) {
            store.load();
            store.saveCheckpoint(States.checkpoint(1));
            store.append(States.record(1));
            store.sync();
            byte[] torn = Arrays.copyOf(Files.readAllBytes(journal), (int) Files.size(journal) + 7);
            Files.write(journal, torn);

            Recovered recovered = StateStore.peek(directory, States.CODEC).orElseThrow();

            assertThat(recovered.records()).hasSize(1);
            assertThat(recovered.droppedBytes()).isEqualTo(7);
            assertThat(Files.readAllBytes(journal)).isEqualTo(torn);
        }
    }

    @Test
    void aCheckpointReplacedDuringAPeekIsReadAnew() throws StoreException {
        ModelDisk disk = new ModelDisk(1);
        StateStore running = new StateStore(disk, States.CODEC, () -> {});
        running.load();
        running.saveCheckpoint(States.checkpoint(1));
        Disk hurried = new HurriedDisk(disk, () -> running.saveCheckpoint(States.checkpoint(2)));

        Recovered recovered = new StateReader(hurried, States.CODEC).peek().orElseThrow();

        assertThat(recovered.checkpoint().slot()).isEqualTo(2);
    }

    @Test
    void afterAFailedWriteNothingIsWrittenAnyMore() throws StoreException {
        ModelDisk disk = new ModelDisk(2);
        StateStore store = new StateStore(disk, States.CODEC, () -> {});
        store.load();
        store.saveCheckpoint(States.checkpoint(1));
        store.append(States.record(1));
        disk.fillUpAt(0);
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(store::sync)
                .withMessageContaining("No space left on device")
                .withMessageContaining("check free space");
        long operations = disk.operations();
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> store.append(States.record(2)))
                .withMessageContaining("a write has failed before");
        assertThatExceptionOfType(StoreException.class).isThrownBy(() -> store.saveCheckpoint(States.checkpoint(2)));
        store.close();
        assertThat(disk.operations()).isEqualTo(operations);
    }

    @Test
    void callsOutOfOrderAreBugsAndSaySo() throws StoreException {
        try (StateStore store = open()) {
            assertThatIllegalStateException().isThrownBy(() -> store.saveCheckpoint(States.checkpoint(1)));
            store.load();
            assertThatIllegalStateException().isThrownBy(() -> store.append(States.record(1)));
            assertThatIllegalStateException().isThrownBy(store::load);
        }
    }
}
