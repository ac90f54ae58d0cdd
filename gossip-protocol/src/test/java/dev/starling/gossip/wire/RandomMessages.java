package dev.starling.gossip.wire;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.message.Ack;
import dev.starling.gossip.message.Announce;
import dev.starling.gossip.message.Body;
import dev.starling.gossip.message.Claim;
import dev.starling.gossip.message.ClaimKind;
import dev.starling.gossip.message.Claims;
import dev.starling.gossip.message.Closed;
import dev.starling.gossip.message.Farewell;
import dev.starling.gossip.message.FarewellCode;
import dev.starling.gossip.message.Grounds;
import dev.starling.gossip.message.JoinStatus;
import dev.starling.gossip.message.Limits;
import dev.starling.gossip.message.Message;
import dev.starling.gossip.message.Offer;
import dev.starling.gossip.message.Ping;
import dev.starling.gossip.message.Pong;
import dev.starling.gossip.message.ProbeFor;
import dev.starling.gossip.message.Probed;
import dev.starling.gossip.message.Quantity;
import dev.starling.gossip.message.RefusalCode;
import dev.starling.gossip.message.Refused;
import dev.starling.gossip.message.Reply;
import dev.starling.gossip.message.SignedClaim;
import dev.starling.gossip.message.Slice;
import dev.starling.gossip.message.SnapshotHeader;
import dev.starling.gossip.message.SumList;
import dev.starling.gossip.message.Want;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** One message of every kind, with contents drawn from a seed and within the limits. */
final class RandomMessages {
    final Digest federation;
    final Identity author;
    final FrameCodec codec;
    private final SplittableRandom random;
    private final SplittableRandom own;
    private final RandomCertificates certificates;

    RandomMessages(long seed) {
        random = new SplittableRandom(seed);
        own = new SplittableRandom(~seed);
        certificates = new RandomCertificates(random);
        federation = digest();
        author = Identity.fromSeeds(bytes(32), bytes(32));
        codec = new FrameCodec(federation);
    }

    /** Every kind that is not signed as a whole. */
    List<Message> plain() {
        return List.of(
                new Announce(codec.headers().sign(author, header())),
                new Offer(random.nextLong(), random.nextLong(), digest(), digest()),
                new Reply(random.nextLong(), random.nextLong(), digest()),
                new Refused(random.nextLong(), random.nextLong(), one(RefusalCode.values())),
                new Closed(random.nextLong(), random.nextLong()),
                new Ack(random.nextLong(), random.nextLong()),
                new Slice(digest(), number(), bytes(1 + random.nextInt(2000))),
                new Want(digest(), number(), number()),
                new Ping(random.nextLong(), number(), digest()),
                new Pong(random.nextLong()),
                new Farewell(one(FarewellCode.values())));
    }

    /** Every kind of signed body. */
    List<Body> bodies() {
        return List.of(
                new Body.Hello(
                        random.nextLong(), number(), number(), digest(), random.nextLong(), number(), addresses()),
                new Body.RosterUpdate(number(), some(6, () -> bytes(random.nextInt(300)))),
                new Body.PeerHints(some(6, () -> new Body.Hint(peer(), addresses()))),
                new Body.Join(bytes(random.nextInt(300)), bytes(random.nextInt(300))),
                new Body.JoinDecision(
                        one(JoinStatus.values()), "naïve ✓ " + number(), bytes(random.nextInt(3000)), bytes(40)),
                new Body.Vote(bytes(random.nextInt(8 * 1024))),
                new Body.Leave(random.nextLong(), number()),
                new Body.ConsolidationStatus(
                        number(),
                        number(),
                        certificates.perhaps(certificates::participant),
                        certificates.perhaps(certificates::certifiedList)),
                new Body.ListProposal(number(), certificates.list(), number(), certificates.endorsements()),
                new Body.ConsolidationVote(number(), number(), digest(), certificates.perhaps(this::digest), bytes(64)),
                new Body.Consolidated(certificates.model()),
                new Body.SumReady(quantity(), digest(), number()),
                new Body.SumProposal(sumList(), random.nextBoolean()),
                new Body.SumAnswer(digest(), random.nextBoolean(), certificates.perhaps(this::sumList)),
                new Body.Pause(Long.MIN_VALUE + 1, 7, true),
                new Body.SumTotal(sumList(), random.longs(random.nextInt(17)).toArray(), certificates.endorsements()));
    }

    private Quantity quantity() {
        return new Quantity(number(), digest());
    }

    private SumList sumList() {
        return new SumList(
                quantity(), peer(), number(), digest(), random.nextInt(Limits.SUM_WORDS), some(6, this::peer));
    }

    /** A frame of every kind, plain ones first, those of the failure detector last. */
    List<byte[]> frames() {
        List<byte[]> frames = new ArrayList<>();
        plain().forEach(message -> frames.add(codec.encode(message)));
        bodies().forEach(body -> frames.add(codec.encode(author, body)));
        liveness().forEach(message -> frames.add(codec.encode(message)));
        return frames;
    }

    /** Every kind of the failure detector, from its own part of the seed. */
    List<Message> liveness() {
        return List.of(
                new ProbeFor(own.nextLong(), author.peerId()),
                new Probed(own.nextLong(), own.nextBoolean()),
                new Claims(List.of(claim(), claim(), claim())));
    }

    private SignedClaim claim() {
        return codec.claims()
                .sign(
                        author,
                        new Claim(
                                author.peerId(),
                                author.peerId(),
                                List.of(ClaimKind.values()).get(own.nextInt(ClaimKind.values().length)),
                                List.of(Grounds.values()).get(own.nextInt(Grounds.values().length)),
                                own.nextLong() >>> 1,
                                own.nextInt() >>> 1));
    }

    SnapshotHeader header() {
        return new SnapshotHeader(
                author.peerId(),
                random.nextLong(),
                number(),
                number(),
                digest(),
                number(),
                digest(),
                random.nextInt(256),
                number(),
                number(),
                number(),
                digest(),
                some(5, () -> new SnapshotHeader.Seen(peer(), random.nextLong(), number(), digest())));
    }

    private List<String> addresses() {
        return some(4, () -> "host-" + number() + ".example:7070");
    }

    private <T> List<T> some(int most, Supplier<T> item) {
        List<T> items = new ArrayList<>();
        for (int k = random.nextInt(most); k > 0; k--) {
            items.add(item.get());
        }
        return items;
    }

    private <T> T one(T[] values) {
        return values[random.nextInt(values.length)];
    }

    private int number() {
        return random.nextInt(1 << random.nextInt(1, 31));
    }

    Digest digest() {
        return Digest.wrap(bytes(32));
    }

    PeerId peer() {
        return new PeerId(digest());
    }

    byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }
}
