package dev.starling.gossip.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.identity.VerifyingKey;
import dev.starling.gossip.admission.Reason;
import dev.starling.gossip.admission.Verdict;
import dev.starling.gossip.journal.Snapshot;
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
import dev.starling.gossip.message.RefusalCode;
import dev.starling.gossip.message.Refused;
import dev.starling.gossip.message.Reply;
import dev.starling.gossip.message.SignedBody;
import dev.starling.gossip.message.SignedClaim;
import dev.starling.gossip.message.Slice;
import dev.starling.gossip.message.SnapshotHeader;
import dev.starling.gossip.message.Want;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Messages to frames and back, and the bytes that version 1 of the wire is for good. */
final class FrameCodecTest {
    private static final int SEEDS = 12;

    @Test
    void everyMessageSurvivesItsFrame() {
        Set<Class<?>> kinds = new HashSet<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            RandomMessages random = new RandomMessages(seed);
            for (Message message : Stream.concat(random.plain().stream(), random.liveness().stream())
                    .toList()) {
                Message back = random.codec
                        .decode(random.codec.encode(message))
                        .message()
                        .orElseThrow();
                assertThat(back).usingRecursiveComparison().isEqualTo(message);
                kinds.add(message.getClass());
            }
            for (Body body : random.bodies()) {
                Decoded decoded = random.codec.decode(random.codec.encode(random.author, body));
                SignedBody back = (SignedBody) decoded.message().orElseThrow();
                assertThat(decoded.verdict().accepted()).isTrue();
                assertThat(back.author())
                        .isEqualTo(random.author.publicIdentity().signingKey());
                assertThat(back.body()).usingRecursiveComparison().isEqualTo(body);
                kinds.add(body.getClass());
            }
        }
        assertThat(kinds).hasSize(FrameKind.values().length);
    }

    @Test
    void encodingTwiceGivesTheSameBytes() {
        assertThat(new RandomMessages(3).frames()).containsExactlyElementsOf(new RandomMessages(3).frames());
    }

    @Test
    void everyFrameBeginsWithVersionKindZeroAndFederation() {
        RandomMessages random = new RandomMessages(5);
        Set<Integer> codes = new HashSet<>();
        for (byte[] frame : random.frames()) {
            assertThat(frame[0] | frame[1] << 8).isEqualTo(1);
            codes.add((int) frame[2]);
            assertThat(frame[3]).isZero();
            assertThat(Arrays.copyOfRange(frame, 4, 36)).isEqualTo(random.federation.bytes());
        }
        assertThat(codes)
                .containsExactlyInAnyOrder(
                        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 18, 19, 20, 21, 22, 23, 25, 26, 27, 28,
                        29, 30, 31, 32);
    }

    @Test
    void numbersAreLittleEndianAndStandWhereTheSpecificationSays() {
        RandomMessages random = new RandomMessages(6);
        Digest i = random.digest();
        Digest j = random.digest();
        byte[] frame = random.codec.encode(new Offer(0x0102030405060708L, 9, i, j));
        String expected = "0100" + "02" + "00" + random.federation.hex() + "0807060504030201" + "0900000000000000"
                + i.hex() + j.hex();
        assertThat(HexFormat.of().formatHex(frame)).isEqualTo(expected);
    }

    @Test
    void theBytesOfVersionOneNeverChange() throws IOException {
        List<String> kinds = new ArrayList<>();
        for (String line : vectors()) {
            String name = line.substring(0, line.indexOf(' '));
            byte[] frame = HexFormat.of().parseHex(line.substring(name.length() + 1));
            FrameCodec codec = new FrameCodec(Digest.wrap(Arrays.copyOfRange(frame, 4, 36)));
            Decoded decoded = codec.decode(frame);
            assertThat(decoded.verdict()).as(name).isEqualTo(Verdict.accept());
            assertThat(encodedAgain(codec, decoded.message().orElseThrow(), frame))
                    .as(name)
                    .isEqualTo(frame);
            kinds.add(name);
        }
        assertThat(kinds)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(FrameKind.values()).map(Enum::name).toList());
    }

    /** Nobody else can sign for the author: its key and signature are taken over. */
    private static byte[] encodedAgain(FrameCodec codec, Message message, byte[] frame) {
        if (message instanceof SignedBody signed) {
            byte[] again = codec.encode(Identity.fromSeeds(new byte[32], new byte[32]), signed.body());
            System.arraycopy(frame, 36, again, 36, VerifyingKey.BYTES + HeaderCodec.SIGNATURE);
            return again;
        }
        return codec.encode(message);
    }

    private static List<String> vectors() throws IOException {
        try (InputStream in = FrameCodecTest.class.getResourceAsStream("version1.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    @Test
    void aFrameOfAnotherVersionIsNotReadUnlessItIsAFarewell() {
        for (byte[] frame : new RandomMessages(4).frames()) {
            FrameCodec codec = new FrameCodec(Digest.wrap(Arrays.copyOfRange(frame, 4, 36)));
            frame[0] = 2;
            Decoded decoded = codec.decode(frame);
            if (frame[2] == FrameKind.FAREWELL.code()) {
                assertThat(decoded.message()).containsInstanceOf(Farewell.class);
            } else {
                assertThat(decoded.verdict()).isEqualTo(Verdict.of(Reason.WRONG_VERSION));
            }
        }
    }

    @Test
    void theContentOfASmallFrameOfEachSignedKindIsFrozen() {
        byte[] one = new byte[32];
        Arrays.fill(one, (byte) 1);
        byte[] two = new byte[32];
        Arrays.fill(two, (byte) 2);
        FrameCodec codec = new FrameCodec(Digest.wrap(one));
        Identity author = Identity.fromSeeds(one, two);
        List<String> frames = new ArrayList<>();
        for (Body body : List.of(
                new Body.Hello(1, 2, 3, Digest.wrap(two), 4, 5, List.of("a:1")),
                new Body.RosterUpdate(1, List.of(new byte[] {2, 3})),
                new Body.PeerHints(List.of(new Body.Hint(author.peerId(), List.of("b:2", "c:3")))),
                new Body.Join(new byte[] {1}, new byte[] {2, 3}),
                new Body.JoinDecision(JoinStatus.PENDING, "wait", new byte[] {1}, new byte[] {2}),
                new Body.Vote(new byte[] {7}),
                new Body.Leave(8, 9),
                new Body.Pause(8, 9, true))) {
            byte[] frame = codec.encode(author, body);
            frames.add(frame[2] + " " + HexFormat.of().formatHex(frame, 36 + 32 + 64, frame.length));
        }
        assertThat(frames).containsExactly(BODIES);
    }

    private static final String TWOS = "02".repeat(32);

    private static final String[] BODIES = {
        "16 0100000000000000" + "02000000" + "03000000" + TWOS + "0400000000000000" + "05000000" + "01000000"
                + "03000000" + "613a31",
        "17 01000000" + "01000000" + "02000000" + "0203",
        "18 01000000" + "34750f98bd59fcfc946da45aaabe933be154a4b5094e1c4abf42866505f3c97e" + "02000000" + "03000000"
                + "623a32" + "03000000" + "633a33",
        "19 01000000" + "01" + "02000000" + "0203",
        "20 02000000" + "04000000" + "77616974" + "01000000" + "01" + "01000000" + "02",
        "21 01000000" + "07",
        "22 0800000000000000" + "09000000",
        "23 0800000000000000" + "09000000" + "01000000"
    };

    @Test
    void theContentOfEachPlainKindIsFrozen() {
        Digest two = Digest.parseHex(TWOS);
        FrameCodec codec = new FrameCodec(Digest.wrap(new byte[32]));
        List<String> contents = new ArrayList<>();
        for (Message message : List.of(
                new Reply(1, 2, two),
                new Refused(1, 2, RefusalCode.NOT_NOW),
                new Closed(1, 2),
                new Ack(1, 2),
                new Slice(two, 3, new byte[] {4, 5}),
                new Want(two, 3, 4),
                new Ping(1, 2, two),
                new Pong(1),
                new Farewell(FarewellCode.MISBEHAVED),
                new ProbeFor(1, new PeerId(two)),
                new Probed(1, true),
                new Claims(List.of(new SignedClaim(
                        new Claim(new PeerId(two), new PeerId(two), ClaimKind.DEAD, Grounds.LINK_LOST, 3, 4),
                        new byte[64]))))) {
            byte[] frame = codec.encode(message);
            contents.add(frame[2] + " " + HexFormat.of().formatHex(frame, 36, frame.length));
        }
        String pair = "0100000000000000" + "0200000000000000";
        assertThat(contents)
                .containsExactly(
                        "3 " + pair + TWOS,
                        "4 " + pair + "05",
                        "5 " + pair,
                        "6 " + pair,
                        "7 " + TWOS + "03000000" + "0405",
                        "8 " + TWOS + "03000000" + "04000000",
                        "9 " + "0100000000000000" + "02000000" + TWOS,
                        "10 " + "0100000000000000",
                        "11 " + "04",
                        "12 " + "0100000000000000" + TWOS,
                        "13 " + "0100000000000000" + "01",
                        "14 " + "0100" + TWOS + TWOS + "03" + "02" + "0000" + "0300000000000000" + "04000000"
                                + "00".repeat(64));
    }

    @Test
    void theLayoutOfAHeaderIsFrozen() {
        RandomMessages random = new RandomMessages(13);
        SnapshotHeader.Seen seen = new SnapshotHeader.Seen(random.peer(), 21, 22, random.digest());
        SnapshotHeader h = new SnapshotHeader(
                random.peer(),
                1,
                2,
                3,
                random.digest(),
                4,
                random.digest(),
                5,
                6,
                7,
                8,
                random.digest(),
                List.of(seen));
        assertThat(HexFormat.of().formatHex(random.codec.headers().encode(h)))
                .isEqualTo("0100" + "05" + "00" + random.federation.hex()
                        + h.member().hex() + "0100000000000000"
                        + "02000000" + "03000000" + h.rosterHead().hex() + "04000000"
                        + h.base().hex() + "06000000"
                        + "07000000" + "08000000" + h.root().hex() + "0100"
                        + seen.member().hex()
                        + "1500000000000000" + "16000000" + seen.root().hex());
    }

    @Test
    void aBodySplitsIntoSlicesThatAreFramesOfTheirOwn() {
        RandomMessages random = new RandomMessages(8);
        byte[] body = random.bytes(2 * Limits.SLICE + 17);
        Digest root = Snapshot.rootOf(random.author.peerId(), 1, 2, body);
        SliceFrames frames = new SliceFrames(random.federation, root, body, 1, 2);
        for (int k = 0; k < 2; k++) {
            Slice slice = (Slice) random.codec.decode(frames.frame(k)).message().orElseThrow();
            assertThat(slice.index()).isEqualTo(1 + k);
            assertThat(slice.root()).isEqualTo(root);
            assertThat(slice.bytes())
                    .isEqualTo(ByteBuffer.wrap(Arrays.copyOfRange(
                            body, (1 + k) * Limits.SLICE, Math.min(body.length, (2 + k) * Limits.SLICE))));
            ByteBuffer joined = ByteBuffer.allocate(frames.frame(k).length);
            frames.parts(k).forEach(joined::put);
            assertThat(joined.array()).isEqualTo(frames.frame(k));
        }
        assertThat(frames.frame(0))
                .isEqualTo(random.codec.encode(
                        new Slice(root, 1, Arrays.copyOfRange(body, Limits.SLICE, 2 * Limits.SLICE))));
    }

    @Test
    void theLargestMessagesWithinTheLimitsFitIntoAFrame() {
        RandomMessages random = new RandomMessages(9);
        SnapshotHeader h = random.header();
        SnapshotHeader.Seen seen = new SnapshotHeader.Seen(random.peer(), 1, 2, random.digest());
        SnapshotHeader full = new SnapshotHeader(
                h.member(),
                h.life(),
                h.slot(),
                h.lineage(),
                h.rosterHead(),
                h.degree(),
                h.base(),
                h.encoding(),
                h.length(),
                h.rows(),
                h.stepsDone(),
                h.root(),
                Collections.nCopies(SnapshotHeader.MAX_SEEN, seen));
        assertAccepted(
                random, random.codec.encode(new Announce(random.codec.headers().sign(random.author, full))));
        assertAccepted(random, random.codec.encode(new Slice(random.digest(), 0, new byte[Limits.SLICE])));
        String address = "a".repeat(Limits.ADDRESS);
        for (Body body : List.of(
                new Body.Hello(1, 1, 1, random.digest(), 1, 1, Collections.nCopies(Limits.ADDRESSES, address)),
                new Body.JoinDecision(
                        JoinStatus.ADMITTED,
                        "s".repeat(Limits.SENTENCE),
                        new byte[Limits.CHARTER],
                        new byte[Limits.CHARTER_SIGNATURES]),
                new Body.Join(new byte[Limits.ROSTER_ENTRY], new byte[Limits.ROSTER_ENTRY]),
                new Body.Vote(new byte[Limits.ROSTER_ENTRY]))) {
            assertAccepted(random, random.codec.encode(random.author, body));
        }
    }

    @Test
    void asManyHintsAsTheLimitsAllowFitIntoABody() {
        RandomMessages random = new RandomMessages(10);
        Body.Hint hint =
                new Body.Hint(random.peer(), Collections.nCopies(Limits.ADDRESSES, "a".repeat(Limits.ADDRESS)));
        assertAccepted(
                random,
                random.codec.encode(random.author, new Body.PeerHints(Collections.nCopies(Limits.HINTS, hint))));
    }

    private static void assertAccepted(RandomMessages random, byte[] frame) {
        assertThat(frame).hasSizeLessThanOrEqualTo(Limits.FRAME);
        assertThat(random.codec.decode(frame).verdict().accepted()).isTrue();
    }

    @Test
    void whatSomebodyElseSignedCannotBeEncodedAgain() {
        RandomMessages random = new RandomMessages(11);
        SignedBody heard = new SignedBody(random.author.publicIdentity().signingKey(), new Body.Leave(1, 2));
        assertThatThrownBy(() -> random.codec.encode(heard)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aHeadersSignatureHoldsForItsBytesItsKeyAndItsFederationOnly() {
        RandomMessages random = new RandomMessages(12);
        HeaderCodec headers = random.codec.headers();
        var signed = headers.sign(random.author, random.header());
        var key = random.author.publicIdentity().signingKey();
        assertThat(headers.verify(key, signed)).isTrue();
        assertThat(headers.decode(signed.bytes(), signed.signature())).isEqualTo(signed);
        assertThat(new HeaderCodec(random.digest()).verify(key, signed)).isFalse();
        Identity other = Identity.fromSeeds(random.bytes(32), random.bytes(32));
        assertThat(headers.verify(other.publicIdentity().signingKey(), signed)).isFalse();
        byte[] altered = signed.bytes().clone();
        altered[2] ^= 1;
        assertThat(headers.verify(key, headers.decode(altered, signed.signature())))
                .isFalse();
    }
}
