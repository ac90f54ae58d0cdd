package dev.starling.gossip.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.journal.AgreementState;
import dev.starling.gossip.journal.Checkpoint;
import dev.starling.gossip.journal.Checkpoint.Open;
import dev.starling.gossip.journal.Checkpoint.PairState;
import dev.starling.gossip.journal.Checkpoint.Replied;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.journal.Snapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DurableCodecTest {
    private static final int ROUNDS = 20;

    private final DurableCodec codec = new DurableCodec(RandomDurables.FEDERATION, RandomDurables.DIMENSION);

    private interface Decoding {
        Object decode(byte[] bytes) throws DurableFormatException, IOException;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void aRecordOfEveryKindComesBackAsItWas(int kind) throws DurableFormatException {
        for (long seed = 0; seed < ROUNDS; seed++) {
            JournalRecord record = new RandomDurables(seed).record(kind);
            JournalRecord back = codec.decodeRecord(codec.encode(record));
            assertThat(back).usingRecursiveComparison().isEqualTo(record);
            assertThat(codec.encode(back)).isEqualTo(codec.encode(record));
        }
    }

    @Test
    void aCheckpointComesBackAsItWas() throws DurableFormatException {
        for (long seed = 0; seed < ROUNDS; seed++) {
            Checkpoint checkpoint = new RandomDurables(seed).checkpoint();
            Checkpoint back = codec.decodeCheckpoint(codec.encode(checkpoint));
            assertThat(back).usingRecursiveComparison().isEqualTo(checkpoint);
            assertThat(codec.encode(back)).isEqualTo(codec.encode(checkpoint));
        }
    }

    /** Pieces of any size, which are all that a disk has to offer. */
    @Test
    void whatIsWrittenPieceByPieceIsWhatIsEncodedAndIsReadPieceByPiece() throws Exception {
        int dimension = 70_000;
        DurableCodec large = new DurableCodec(RandomDurables.FEDERATION, dimension);
        float[] x = new float[dimension];
        float[] v = new float[dimension];
        for (int k = 0; k < dimension; k++) {
            x[k] = 1f / (k + 1);
            v[k] = k;
        }
        Checkpoint checkpoint =
                new Checkpoint(1, 2, 3, x, v, Optional.empty(), List.of(), AgreementState.none(), List.of());
        byte[] body = new byte[270_000];
        new SplittableRandom(1).nextBytes(body);
        JournalRecord record = new JournalRecord.Completed(new RandomDurables(1).peer(), 7, body);

        ByteArrayOutputStream written = new ByteArrayOutputStream();
        large.write(checkpoint, written::write);
        assertThat(written.toByteArray()).isEqualTo(large.encode(checkpoint));
        assertThat(large.length(checkpoint)).isEqualTo(written.size());
        assertThat(large.readCheckpoint(new Pieces(written.toByteArray())))
                .usingRecursiveComparison()
                .isEqualTo(checkpoint);

        written.reset();
        large.write(record, written::write);
        assertThat(written.toByteArray()).isEqualTo(large.encode(record));
        assertThat(large.length(record)).isEqualTo(written.size());
        assertThat(large.readRecord(new Pieces(written.toByteArray())))
                .usingRecursiveComparison()
                .isEqualTo(record);
        everyPrefixIsRefused(Arrays.copyOf(written.toByteArray(), 60), bytes -> large.readRecord(new Pieces(bytes)));
    }

    @Test
    void aFailureOfTheDiskComesOutAsItWent() {
        JournalRecord record = new RandomDurables(1).record(0);
        IOException full = new IOException("full");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> codec.write(record, (bytes, from, length) -> {
                    throw full;
                }))
                .isSameAs(full);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> codec.readRecord(new DurableSource() {
                    @Override
                    public long remaining() {
                        return 100;
                    }

                    @Override
                    public void read(byte[] into, int offset, int length) throws IOException {
                        throw full;
                    }
                }))
                .isSameAs(full);
    }

    private static final class Pieces implements DurableSource {
        private final ByteBuffer bytes;

        Pieces(byte[] bytes) {
            this.bytes = ByteBuffer.wrap(bytes);
        }

        @Override
        public long remaining() {
            return bytes.remaining();
        }

        @Override
        public void read(byte[] into, int offset, int length) {
            bytes.get(into, offset, length);
        }
    }

    @Test
    void aSnapshotThatOccursSeveralTimesIsWrittenOnceAndSharedAgain() throws DurableFormatException {
        RandomDurables random = new RandomDurables(7);
        Snapshot mine = random.snapshot();
        Snapshot theirs = random.snapshot();
        Open open = new Open(5, mine, theirs.header());
        PairState pair = new PairState(random.peer(), 1, 5, Optional.of(open), 9, new Replied(mine, theirs));
        Checkpoint checkpoint = random.checkpoint(Optional.of(mine), List.of(pair));

        byte[] bytes = codec.encode(checkpoint);
        Checkpoint back = codec.decodeCheckpoint(bytes);

        assertThat(occurrences(bytes, mine.body())).isEqualTo(1);
        assertThat(back.pairs().get(0).open().orElseThrow().mine())
                .isSameAs(back.latest().orElseThrow());
        assertThat(back).usingRecursiveComparison().isEqualTo(checkpoint);
    }

    @Test
    void twoHeadersOverTheSameBodyStayTwoSnapshots() throws DurableFormatException {
        RandomDurables random = new RandomDurables(8);
        byte[] body = new byte[RandomDurables.BODY];
        Snapshot earlier = new Snapshot(random.header(body), body);
        Snapshot latest = new Snapshot(random.header(body), body);
        Open open = new Open(1, earlier, random.header(body));
        PairState pair = new PairState(random.peer(), 1, 1, Optional.of(open), 0, new Checkpoint.Settled());

        Checkpoint back = codec.decodeCheckpoint(codec.encode(random.checkpoint(Optional.of(latest), List.of(pair))));

        assertThat(back.latest().orElseThrow().header()).isEqualTo(latest.header());
        assertThat(back.pairs().get(0).open().orElseThrow().mine().header()).isEqualTo(earlier.header());
    }

    @Test
    void everyBitOfAVectorSurvives() throws DurableFormatException {
        float[] flow = new float[RandomDurables.DIMENSION];
        int[] bits = {0x80000000, 1, 0x7f7fffff, 0x7f800000, 0xff800000, 0x7fc00000, 0x7fc12345};
        for (int k = 0; k < bits.length; k++) {
            flow[k] = Float.intBitsToFloat(bits[k]);
        }
        PeerId peer = new RandomDurables(2).peer();
        JournalRecord.Voided back = (JournalRecord.Voided) codec.decodeRecord(
                codec.encode(new JournalRecord.Voided(peer, 1, 2, JournalRecord.Side.ANSWERED, flow)));
        for (int k = 0; k < bits.length; k++) {
            assertThat(Float.floatToRawIntBits(back.flow()[k])).isEqualTo(bits[k]);
        }
    }

    @Test
    void bytesCutOffAnywhereAreRefused() {
        for (int kind = 0; kind < RandomDurables.KINDS; kind++) {
            everyPrefixIsRefused(codec.encode(new RandomDurables(kind).record(kind)), codec::decodeRecord);
        }
        everyPrefixIsRefused(codec.encode(new RandomDurables(3).checkpoint()), codec::decodeCheckpoint);
    }

    private static void everyPrefixIsRefused(byte[] bytes, Decoding decoding) {
        for (int length = 0; length < bytes.length; length++) {
            byte[] prefix = Arrays.copyOf(bytes, length);
            assertThatExceptionOfType(DurableFormatException.class).isThrownBy(() -> decoding.decode(prefix));
        }
    }

    @Test
    void bytesLeftOverAreRefused() {
        for (int kind = 0; kind < RandomDurables.KINDS; kind++) {
            byte[] bytes = codec.encode(new RandomDurables(kind).record(kind));
            assertThatExceptionOfType(DurableFormatException.class)
                    .isThrownBy(() -> codec.decodeRecord(Arrays.copyOf(bytes, bytes.length + 1)))
                    .withMessageContaining("left over");
        }
        byte[] bytes = codec.encode(new RandomDurables(4).checkpoint());
        assertThatExceptionOfType(DurableFormatException.class)
                .isThrownBy(() -> codec.decodeCheckpoint(Arrays.copyOf(bytes, bytes.length + 1)));
    }

    @Test
    void damagedBytesAreReadOrRefusedAndNothingElse() {
        for (int kind = 0; kind < RandomDurables.KINDS; kind++) {
            everyFlipIsReadOrRefused(codec.encode(new RandomDurables(kind).record(kind)), codec::decodeRecord);
        }
        everyFlipIsReadOrRefused(codec.encode(new RandomDurables(5).checkpoint()), codec::decodeCheckpoint);
    }

    private static void everyFlipIsReadOrRefused(byte[] bytes, Decoding decoding) {
        for (int k = 0; k < bytes.length; k++) {
            byte[] damaged = bytes.clone();
            damaged[k] ^= (byte) 0xff;
            try {
                assertThat(decoding.decode(damaged)).isNotNull();
            } catch (DurableFormatException e) {
                assertThat(e).hasMessageContaining("not a ");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void anAnnouncedLengthIsNotAllocatedBeforeTheBytesAreThere() {
        byte[] record = codec.encode(new JournalRecord.Completed(new RandomDurables(1).peer(), 1, new byte[10]));
        ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN).putInt(record.length - 14, Integer.MAX_VALUE);
        assertThatExceptionOfType(DurableFormatException.class)
                .isThrownBy(() -> codec.decodeRecord(record))
                .withMessageContaining("above its cap");

        DurableCodec large = new DurableCodec(RandomDurables.FEDERATION, 500_000_000);
        byte[] head = ByteBuffer.allocate(64)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(RandomDurables.FEDERATION.bytes())
                .putInt(500_000_000)
                .array();
        assertThatExceptionOfType(DurableFormatException.class)
                .isThrownBy(() -> large.decodeCheckpoint(head))
                .withMessageContaining("fewer floats");
    }

    @Test
    void stateOfAnotherFederationOrModelIsRefusedByName() {
        byte[] bytes = codec.encode(new RandomDurables(6).checkpoint());
        Digest stranger = Digest.of(new byte[] {2});
        assertThatExceptionOfType(DurableFormatException.class)
                .isThrownBy(() -> new DurableCodec(stranger, RandomDurables.DIMENSION).decodeCheckpoint(bytes))
                .withMessageContaining("another federation");
        assertThatExceptionOfType(DurableFormatException.class)
                .isThrownBy(() -> new DurableCodec(RandomDurables.FEDERATION, RandomDurables.DIMENSION + 1)
                        .decodeCheckpoint(bytes))
                .withMessageContaining("another number of parameters");
    }

    @Test
    void whatCouldNotBeReadAgainIsNotWritten() {
        RandomDurables random = new RandomDurables(9);
        Snapshot wrong = new Snapshot(random.header(new byte[RandomDurables.BODY]), new byte[RandomDurables.BODY - 1]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec.encode(random.checkpoint(Optional.of(wrong), List.of())));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec.encode(new JournalRecord.Completed(random.peer(), 1, new byte[1_000_000])));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec.encode(
                        new JournalRecord.Voided(random.peer(), 1, 1, JournalRecord.Side.ANSWERED, new float[3])));
    }

    @Test
    void theLayoutOfVersionOneStandsStill() {
        PeerId peer = PeerId.parse("00112233445566778899aabbccddeeff".repeat(2));
        JournalRecord record = new JournalRecord.OwnLife(peer, 0x0102030405060708L, 0x0a0b0c0d);
        assertThat(HexFormat.of().formatHex(codec.encode(record)))
                .isEqualTo("08" + peer.hex() + "0807060504030201" + "0d0c0b0a");
        assertThat(DurableCodec.VERSION).isEqualTo(3);
    }

    private static int occurrences(byte[] bytes, byte[] part) {
        int found = 0;
        for (int k = 0; k + part.length <= bytes.length; k++) {
            found += Arrays.equals(bytes, k, k + part.length, part, 0, part.length) ? 1 : 0;
        }
        return found;
    }
}
