package dev.starling.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.starling.crypto.digest.Digest;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.wire.DurableCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damages every byte of a state directory and cuts its journal at every byte. */
final class DamageTest {
    private static final int RECORDS = 6;

    @TempDir
    private Path directory;

    private Path checkpoint;
    private Path journal;
    private byte[] sound;
    private final List<JournalRecord> records = States.records(1, RECORDS);

    /** Where the head, and then each record, ends in the journal. */
    private final List<Integer> ends = new ArrayList<>();

    @BeforeEach
    void writeEachRecordByItsOwnSync() throws StoreException, IOException {
        checkpoint = directory.resolve("state/checkpoint");
        journal = directory.resolve("state/journal-0000000000000001");
        try (StateStore store = StateStore.open(directory, States.CODEC)) {
            store.load();
            store.saveCheckpoint(States.checkpoint(1));
            ends.add((int) Files.size(journal));
            for (JournalRecord record : records) {
                store.append(record);
                store.sync();
                ends.add((int) Files.size(journal));
            }
        }
        sound = Files.readAllBytes(journal);
    }

    private Recovered load() throws StoreException {
        try (StateStore store = StateStore.open(directory, States.CODEC)) {
            return store.load().orElseThrow();
        }
    }

    private void isRefused(Path file, String what) {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(this::load)
                .withMessageContaining(what)
                .withMessageContaining("move the state directory away: the node then starts a new life")
                .satisfies(e -> assertThat(e.file()).isEqualTo(file));
    }

    private void recovers(int count, Recovered recovered) {
        assertThat(recovered.checkpoint().slot()).isEqualTo(1);
        assertThat(States.texts(recovered.records())).isEqualTo(States.texts(records.subList(0, count)));
    }

    @Test
    void aJournalCutAtAnyByteGivesTheRecordsBeforeTheCut() throws IOException, StoreException {
        for (int length = ends.get(0); length <= sound.length; length++) {
            Files.write(journal, Arrays.copyOf(sound, length));
            int cut = length;
            int whole = (int) ends.stream().filter(end -> end <= cut).count() - 1;

            Recovered recovered = load();

            recovers(whole, recovered);
            assertThat(recovered.droppedBytes()).isEqualTo(length - ends.get(whole));
            assertThat(Files.readAllBytes(journal)).isEqualTo(Arrays.copyOf(sound, ends.get(whole)));
        }
    }

    @Test
    void aJournalWithoutItsHeadIsRefusedForNoCrashCutsIt() throws IOException {
        for (int length = 0; length < ends.get(0); length++) {
            Files.write(journal, Arrays.copyOf(sound, length));
            isRefused(journal, "not the journal of the checkpoint");
        }
    }

    @Test
    void aFlippedByteIsNeverReadAsARecord() throws IOException, StoreException {
        for (int at = 0; at < sound.length; at++) {
            byte[] damaged = sound.clone();
            damaged[at] ^= (byte) (1 << (at % 8));
            Files.write(journal, damaged);
            if (at < ends.get(0)) {
                isRefused(journal, "not the journal of the checkpoint");
            } else if (at < ends.get(RECORDS - 1)) {
                isRefused(journal, "the journal is damaged at byte");
            } else {
                Recovered recovered = load();
                recovers(RECORDS - 1, recovered);
                assertThat(recovered.droppedBytes()).isEqualTo(sound.length - ends.get(RECORDS - 1));
            }
        }
    }

    @Test
    void rubbishAfterTheLastRecordIsCutOffAndWritingGoesOnBehindIt() throws IOException, StoreException {
        for (long seed = 0; seed < 40; seed++) {
            byte[] rubbish = seed == 0 ? new byte[5000] : States.bytes(new SplittableRandom(seed), 300);
            byte[] file = Arrays.copyOf(sound, sound.length + rubbish.length);
            System.arraycopy(rubbish, 0, file, sound.length, rubbish.length);
            Files.write(journal, file);
            try (StateStore store = StateStore.open(directory, States.CODEC)) {
                Recovered recovered = store.load().orElseThrow();
                recovers(RECORDS, recovered);
                assertThat(recovered.droppedBytes()).isEqualTo(rubbish.length);
                store.append(States.record(99));
                store.sync();
            }
            assertThat(States.texts(load().records()))
                    .endsWith(States.texts(List.of(States.record(99))).get(0));
        }
    }

    @Test
    void aRecordIsSoundAtItsOwnPlaceOnly() throws IOException, StoreException {
        byte[] last = Arrays.copyOfRange(sound, ends.get(RECORDS - 1), sound.length);
        byte[] file = Arrays.copyOf(sound, sound.length + 1 + last.length);
        System.arraycopy(last, 0, file, sound.length + 1, last.length);
        Files.write(journal, file);

        Recovered recovered = load();

        recovers(RECORDS, recovered);
        assertThat(recovered.droppedBytes()).isEqualTo(1 + last.length);
    }

    @Test
    void aFlippedByteOfTheCheckpointIsRefused() throws IOException {
        byte[] file = Files.readAllBytes(checkpoint);
        for (int at = 0; at < file.length; at++) {
            byte[] damaged = file.clone();
            damaged[at] ^= (byte) (1 << (at % 8));
            Files.write(checkpoint, damaged);
            isRefused(checkpoint, "");
        }
    }

    @Test
    void aCheckpointCutAtAnyByteIsRefused() throws IOException {
        byte[] file = Files.readAllBytes(checkpoint);
        for (int length = 0; length < file.length; length++) {
            Files.write(checkpoint, Arrays.copyOf(file, length));
            isRefused(checkpoint, "");
        }
    }

    @Test
    void aMissingJournalOrCheckpointIsRefused() throws IOException {
        Files.delete(journal);
        isRefused(journal, "the journal of the checkpoint is missing");
        Files.write(journal, sound);
        Files.delete(checkpoint);
        isRefused(checkpoint, "the checkpoint is missing, but a journal has records");
    }

    @Test
    void theJournalOfAnotherCheckpointIsRefused() throws StoreException, IOException {
        byte[] old = Files.readAllBytes(checkpoint);
        try (StateStore store = StateStore.open(directory, States.CODEC)) {
            store.load();
            store.saveCheckpoint(States.checkpoint(2));
        }
        Path next = directory.resolve("state/journal-0000000000000002");
        Files.write(next, sound);
        isRefused(next, "not the journal of the checkpoint");
        Files.write(checkpoint, old);
        isRefused(journal, "the journal of the checkpoint is missing");
    }

    @Test
    void theStateOfAnotherFederationOrModelIsRefusedByName() {
        DurableCodec stranger = new DurableCodec(Digest.of(new byte[] {2}), States.DIMENSION);
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> StateStore.peek(directory, stranger))
                .withMessageContaining("another federation");
        DurableCodec larger = new DurableCodec(States.FEDERATION, States.DIMENSION + 1);
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> StateStore.peek(directory, larger))
                .withMessageContaining("another number of parameters");
    }

    @Test
    void theJournalOfAnotherFederationIsRefusedAndLeftAsItIs(@TempDir Path elsewhere)
            throws StoreException, IOException {
        DurableCodec stranger = new DurableCodec(Digest.of(new byte[] {2}), States.DIMENSION);
        try (StateStore store = StateStore.open(elsewhere, stranger)) {
            store.load();
            store.saveCheckpoint(States.checkpoint(1));
            store.append(States.record(1));
        }
        byte[] theirs = Files.readAllBytes(elsewhere.resolve("state/journal-0000000000000001"));
        Files.write(journal, theirs);
        isRefused(journal, "not the journal of the checkpoint");
        assertThat(journal).hasBinaryContent(theirs);

        byte[] theirCheckpoint = Files.readAllBytes(elsewhere.resolve("state/checkpoint"));
        Files.write(checkpoint, theirCheckpoint);
        isRefused(checkpoint, "another federation");
        assertThat(checkpoint).hasBinaryContent(theirCheckpoint);
        assertThat(journal).hasBinaryContent(theirs);
    }

    @Test
    void aFileOfAnotherVersionIsRefusedWithTheReleaseAsRemedy() throws IOException {
        for (int at : new int[] {8, 10}) {
            byte[] file = Files.readAllBytes(checkpoint);
            byte[] other = file.clone();
            other[at]++;
            Files.write(checkpoint, other);
            isRefused(checkpoint, "run the release that wrote it");
            Files.write(checkpoint, file);
        }
    }
}
