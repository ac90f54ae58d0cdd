package dev.starling.gossip.wire;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.encoding.Int8BlockEncoding;
import dev.starling.gossip.journal.AgreementState;
import dev.starling.gossip.journal.Checkpoint;
import dev.starling.gossip.journal.Checkpoint.Open;
import dev.starling.gossip.journal.Checkpoint.Outcome;
import dev.starling.gossip.journal.Checkpoint.PairState;
import dev.starling.gossip.journal.Checkpoint.Replied;
import dev.starling.gossip.journal.Checkpoint.Settled;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.journal.Snapshot;
import dev.starling.gossip.message.ModelCertificate;
import dev.starling.gossip.message.Quantity;
import dev.starling.gossip.message.RefusalCode;
import dev.starling.gossip.message.SignedHeader;
import dev.starling.gossip.message.SnapshotHeader;
import dev.starling.gossip.message.SumList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Durable state of every shape, from a seed. */
final class RandomDurables {
    static final Digest FEDERATION = Digest.of(new byte[] {1});
    static final int DIMENSION = 300;
    static final int BODY = Int8BlockEncoding.INSTANCE.encodedLength(DIMENSION);
    static final int KINDS = 13;
    private static final List<RefusalCode> REFUSALS = List.of(RefusalCode.values());

    private final SplittableRandom random;
    private final HeaderCodec headers = new HeaderCodec(FEDERATION);
    private final Identity author;
    private final RandomCertificates certificates;

    RandomDurables(long seed) {
        random = new SplittableRandom(seed);
        certificates = new RandomCertificates(random);
        author = Identity.fromSeeds(bytes(32), bytes(32));
    }

    byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    float[] vector(int length) {
        float[] vector = new float[length];
        for (int k = 0; k < length; k++) {
            vector[k] = (float) random.nextDouble(-1e3, 1e3);
        }
        return vector;
    }

    Digest digest() {
        return Digest.wrap(bytes(Digest.BYTES));
    }

    PeerId peer() {
        return new PeerId(digest());
    }

    RefusalCode refusal() {
        return REFUSALS.get(random.nextInt(REFUSALS.size()));
    }

    SignedHeader header(byte[] body) {
        List<SnapshotHeader.Seen> seen = new ArrayList<>();
        for (int k = random.nextInt(4); k > 0; k--) {
            seen.add(new SnapshotHeader.Seen(peer(), random.nextLong(), number(), digest()));
        }
        long life = random.nextLong();
        int slot = number();
        return headers.sign(
                author,
                new SnapshotHeader(
                        author.peerId(),
                        life,
                        slot,
                        number(),
                        digest(),
                        number(),
                        digest(),
                        Int8BlockEncoding.INSTANCE.code(),
                        body.length,
                        number(),
                        number(),
                        Snapshot.rootOf(author.peerId(), life, slot, body),
                        seen));
    }

    Snapshot snapshot() {
        byte[] body = bytes(BODY);
        return new Snapshot(header(body), body);
    }

    /** A record of kind 0 to {@link #KINDS} - 1. */
    JournalRecord record(int kind) {
        return switch (kind) {
            case 0 -> new JournalRecord.Offered(peer(), random.nextLong(), digest(), header(bytes(BODY)));
            case 1 -> new JournalRecord.Completed(peer(), random.nextLong(), bytes(BODY));
            case 2 -> new JournalRecord.OfferClosed(peer(), random.nextLong(), refusal());
            case 3 -> {
                Snapshot theirs = snapshot();
                yield new JournalRecord.Answered(peer(), random.nextLong(), digest(), theirs.header(), theirs.body());
            }
            case 4 -> new JournalRecord.Declined(peer(), random.nextLong(), refusal());
            case 5 ->
                new JournalRecord.Voided(
                        peer(),
                        random.nextLong(),
                        random.nextLong(),
                        random.nextBoolean() ? JournalRecord.Side.OFFERED : JournalRecord.Side.ANSWERED,
                        vector(random.nextInt(2) * DIMENSION));
            case 6 -> new JournalRecord.PeerLife(peer(), random.nextLong());
            case 7 -> new JournalRecord.OwnLife(peer(), random.nextLong(), number());
            case 8 -> new JournalRecord.ListSigned(peer(), number(), digest());
            case 9 -> new JournalRecord.ModelSigned(peer(), certificates.certifiedList(), digest());
            case 10 -> new JournalRecord.Consolidated(peer(), certificates.model());
            case 11 -> new JournalRecord.Silenced(peer(), random.nextLong());
            default -> term();
        };
    }

    private JournalRecord.TermGiven term() {
        SumList list = new SumList(
                new Quantity(number(), digest()), peer(), number(), digest(), 7, List.of(peer(), peer(), peer()));
        return new JournalRecord.TermGiven(peer(), list, digest());
    }

    Checkpoint checkpoint() {
        Optional<Snapshot> latest = random.nextInt(4) == 0 ? Optional.empty() : Optional.of(snapshot());
        List<PairState> pairs = new ArrayList<>();
        for (int k = random.nextInt(6); k > 0; k--) {
            Optional<Open> open = random.nextInt(3) == 0
                    ? Optional.of(new Open(random.nextLong(), either(latest), header(bytes(BODY))))
                    : Optional.empty();
            pairs.add(new PairState(
                    peer(), random.nextLong(), random.nextLong(), open, random.nextLong(), outcome(latest)));
        }
        return checkpoint(latest, pairs);
    }

    Checkpoint checkpoint(Optional<Snapshot> latest, List<PairState> pairs) {
        return new Checkpoint(
                random.nextLong(),
                number(),
                random.nextLong(),
                vector(DIMENSION),
                vector(DIMENSION),
                latest,
                pairs,
                agreement(latest),
                random.nextBoolean() ? List.of() : List.of(term(), term()));
    }

    private AgreementState agreement(Optional<Snapshot> latest) {
        List<ModelCertificate> decided = new ArrayList<>();
        for (int k = random.nextInt(3); k > 0; k--) {
            decided.add(certificates.model());
        }
        return new AgreementState(
                decided,
                certificates.perhaps(() -> new AgreementState.Signed(number(), digest())),
                certificates.perhaps(() -> new AgreementState.Lock(certificates.certifiedList(), digest())),
                random.nextLong(),
                certificates.perhaps(() -> either(latest)));
    }

    private Outcome outcome(Optional<Snapshot> latest) {
        return switch (random.nextInt(3)) {
            case 0 -> new Settled();
            case 1 -> new Checkpoint.Declined(refusal());
            default -> new Replied(either(latest), snapshot());
        };
    }

    private Snapshot either(Optional<Snapshot> latest) {
        return random.nextBoolean() ? latest.orElseGet(this::snapshot) : snapshot();
    }

    private int number() {
        return random.nextInt(Integer.MAX_VALUE);
    }
}
