package dev.starling.node.store;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.journal.AgreementState;
import dev.starling.gossip.journal.Checkpoint;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.message.RefusalCode;
import dev.starling.gossip.wire.DurableCodec;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Numbered checkpoints and records, small enough to damage every byte of them. */
final class States {
    static final int DIMENSION = 5;
    static final Digest FEDERATION = Digest.of(new byte[] {1});
    static final DurableCodec CODEC = new DurableCodec(FEDERATION, DIMENSION);

    private States() {}

    static Checkpoint checkpoint(int number) {
        SplittableRandom random = new SplittableRandom(number);
        return new Checkpoint(
                7,
                number,
                0,
                vector(random),
                vector(random),
                Optional.empty(),
                List.of(new Checkpoint.PairState(
                        peer(random), 3, number, Optional.empty(), number, new Checkpoint.Settled())),
                AgreementState.none(),
                List.of());
    }

    static JournalRecord record(int number) {
        SplittableRandom random = new SplittableRandom(-number);
        PeerId peer = peer(random);
        return switch (number % 4) {
            case 0 -> new JournalRecord.PeerLife(peer, number);
            case 1 -> new JournalRecord.Completed(peer, number, bytes(random, 20));
            case 2 -> new JournalRecord.Declined(peer, number, RefusalCode.PASSED);
            default -> new JournalRecord.Voided(peer, 1, number, JournalRecord.Side.ANSWERED, vector(random));
        };
    }

    /** What tells two states apart. */
    static String text(Checkpoint checkpoint) {
        return HexFormat.of().formatHex(CODEC.encode(checkpoint));
    }

    static List<String> texts(List<JournalRecord> records) {
        return records.stream()
                .map(record -> HexFormat.of().formatHex(CODEC.encode(record)))
                .toList();
    }

    static List<JournalRecord> records(int first, int count) {
        return IntStream.range(first, first + count).mapToObj(States::record).toList();
    }

    static byte[] bytes(SplittableRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static float[] vector(SplittableRandom random) {
        float[] vector = new float[DIMENSION];
        for (int k = 0; k < DIMENSION; k++) {
            vector[k] = (float) random.nextDouble(-1, 1);
        }
        return vector;
    }

    private static PeerId peer(SplittableRandom random) {
        return new PeerId(Digest.wrap(bytes(random, Digest.BYTES)));
    }
}
