package dev.starling.gossip.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.signing.Purpose;
import dev.starling.crypto.signing.SigningContext;
import dev.starling.gossip.admission.Reason;
import dev.starling.gossip.admission.Verdict;
import dev.starling.gossip.message.Limits;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whatever arrives is a verdict: no exception, and never more memory than a small multiple of the frame. */
final class HostileFrameTest {
    private static final long MOST_BYTES = 4 << 20;
    private static final int MUTATIONS = Integer.getInteger("starling.seeds", 400) * 10;
    private static final int SIGNED_CONTENT = 36 + 32 + 64;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    static Decoded decode(FrameCodec codec, byte[] frame) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        Decoded decoded = codec.decode(frame);
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
                .as("bytes allocated for a frame of %d", frame.length)
                .isLessThan(MOST_BYTES);
        assertThat(decoded.message().isPresent()).isEqualTo(decoded.verdict().accepted());
        return decoded;
    }

    private static void assertRefused(FrameCodec codec, byte[] frame, Reason reason) {
        assertThat(decode(codec, frame)).isEqualTo(new Decoded(Optional.empty(), Verdict.of(reason)));
    }

    private static boolean isSigned(byte[] frame) {
        return frame[2] >= FrameKind.HELLO.code();
    }

    @Test
    void aFrameThatIsCutAnywhereIsRefused() {
        RandomMessages random = new RandomMessages(1);
        for (byte[] frame : random.frames()) {
            boolean slice = frame[2] == FrameKind.SLICE.code();
            int shortest = slice ? 36 + 36 : frame.length - 1;
            for (int length = 0; length <= shortest; length++) {
                Decoded decoded = decode(random.codec, Arrays.copyOf(frame, length));
                assertThat(decoded.message())
                        .as("kind %d cut to %d", frame[2], length)
                        .isEmpty();
                if (length < 36) {
                    assertThat(decoded.verdict()).isEqualTo(Verdict.of(Reason.TRUNCATED));
                }
            }
        }
    }

    @Test
    void aFrameWithAByteTooManyIsRefused() {
        RandomMessages random = new RandomMessages(2);
        for (byte[] frame : random.frames()) {
            if (frame[2] != FrameKind.SLICE.code()) {
                Decoded decoded = decode(random.codec, Arrays.copyOf(frame, frame.length + 1));
                assertThat(decoded.message()).as("kind %d", frame[2]).isEmpty();
            }
        }
    }

    @Test
    void anotherVersionFederationOrKindIsRefusedBeforeAnythingElse() {
        RandomMessages random = new RandomMessages(3);
        for (byte[] frame : random.frames()) {
            if (frame[2] != FrameKind.FAREWELL.code()) { // the same in every version
                assertRefused(random.codec, with(frame, 0, 2), Reason.WRONG_VERSION);
                assertRefused(random.codec, with(frame, 1, 1), Reason.WRONG_VERSION);
            }
            assertRefused(random.codec, with(frame, 3, 1), Reason.UNKNOWN_KIND);
            assertRefused(new FrameCodec(random.digest()), frame, Reason.WRONG_FEDERATION);
            for (int code : new int[] {0, 15, 24, 33, 127, 255}) {
                assertRefused(random.codec, with(frame, 2, code), Reason.UNKNOWN_KIND);
            }
        }
    }

    private static byte[] with(byte[] frame, int index, int value) {
        byte[] changed = frame.clone();
        changed[index] = (byte) value;
        return changed;
    }

    @Test
    void aFrameAboveTheCapIsRefusedUnread() {
        RandomMessages random = new RandomMessages(4);
        byte[] frame = Arrays.copyOf(random.frames().get(6), Limits.FRAME + 1);
        assertRefused(random.codec, frame, Reason.FRAME_TOO_LARGE);
        byte[] body = Arrays.copyOf(random.frames().get(11), SIGNED_CONTENT + Limits.BODY + 1);
        assertRefused(random.codec, body, Reason.FRAME_TOO_LARGE);
        byte[] slice = Arrays.copyOf(random.frames().get(6), 36 + 36 + Limits.SLICE + 1);
        assertRefused(random.codec, slice, Reason.MALFORMED);
    }

    @Test
    void aSignedBodyWithAnyBitTurnedIsRefused() {
        RandomMessages random = new RandomMessages(5);
        for (byte[] frame : random.frames()) {
            if (isSigned(frame)) {
                for (int k = 0; k < 40; k++) {
                    int at = 36 + random.below(frame.length - 36);
                    byte[] turned = with(frame, at, frame[at] ^ 1 << random.below(8));
                    assertThat(decode(random.codec, turned).message()).isEmpty();
                }
                assertRefused(
                        random.codec, with(frame, SIGNED_CONTENT, frame[SIGNED_CONTENT] ^ 1), Reason.BAD_SIGNATURE);
            }
        }
    }

    @Test
    void aBodyUnderTheNameOfAnotherKindIsRefused() {
        RandomMessages random = new RandomMessages(6);
        for (byte[] frame : random.frames()) {
            if (isSigned(frame)) {
                int other = frame[2] == 16 ? 17 : 16;
                assertRefused(random.codec, with(frame, 2, other), Reason.BAD_SIGNATURE);
            }
        }
    }

    @Test
    void aKeyThatIsNoKeyIsRefused() {
        RandomMessages random = new RandomMessages(7);
        byte[] frame = random.frames().get(11);
        Arrays.fill(frame, 36, 36 + 32, (byte) 0xff);
        assertRefused(random.codec, frame, Reason.MALFORMED);
        Arrays.fill(frame, 36, 36 + 32, (byte) 0);
        assertRefused(random.codec, frame, Reason.MALFORMED);
    }

    /** A frame whose Kryo body the author signed although it is nonsense. */
    private static byte[] signed(RandomMessages random, FrameKind kind, byte[] body) {
        byte[] covered = new byte[body.length + 1];
        covered[0] = kind.code();
        System.arraycopy(body, 0, covered, 1, body.length);
        Identity author = random.author;
        byte[] signature = author.sign(new SigningContext(random.federation, Purpose.MESSAGE, Limits.VERSION), covered);
        return ByteBuffer.allocate(SIGNED_CONTENT + body.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) Limits.VERSION)
                .put(kind.code())
                .put((byte) 0)
                .put(random.federation.bytes())
                .put(author.publicIdentity().signingKey().raw())
                .put(signature)
                .put(body)
                .array();
    }

    static List<FrameKind> signedKinds() {
        return Arrays.stream(FrameKind.values()).filter(FrameKind::signed).toList();
    }

    @Test
    void lengthsOfTwoBillionAnywhereInASignedBodyAreRefusedWithoutTheMemory() {
        RandomMessages random = new RandomMessages(8);
        for (FrameKind kind : signedKinds()) {
            byte[] honest = random.frames().stream()
                    .filter(frame -> frame[2] == kind.code())
                    .map(frame -> Arrays.copyOfRange(frame, SIGNED_CONTENT, frame.length))
                    .findFirst()
                    .orElseThrow();
            for (int at = 0; at + 4 <= honest.length && at < 200; at++) {
                for (int number : new int[] {Integer.MAX_VALUE, -1, 0x7fffff00, Integer.MIN_VALUE, 0x00ffffff}) {
                    byte[] body = honest.clone();
                    ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN).putInt(at, number);
                    if (at % 4 == 0 || number == Integer.MAX_VALUE) {
                        decode(random.codec, signed(random, kind, body));
                    }
                }
            }
            byte[] ones = new byte[64];
            Arrays.fill(ones, (byte) 0x7f);
            assertRefused(random.codec, signed(random, kind, ones), Reason.MALFORMED);
            assertRefused(random.codec, signed(random, kind, new byte[0]), Reason.MALFORMED);
        }
    }

    @Test
    void theLargestBodyOfNonsenseCostsNoMoreThanAFewTimesItself() {
        RandomMessages random = new RandomMessages(9);
        for (FrameKind kind : signedKinds()) {
            decode(random.codec, signed(random, kind, new byte[Limits.BODY]));
            byte[] body = random.bytes(Limits.BODY);
            ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN).putInt(0, 256).putInt(4, 256);
            decode(random.codec, signed(random, kind, body));
        }
    }

    @Test
    void aSignedBodyOfRandomBytesIsEitherReadOrRefused() {
        RandomMessages random = new RandomMessages(10);
        int read = 0;
        for (int k = 0; k < MUTATIONS / 4; k++) {
            FrameKind kind = signedKinds().get(random.below(7));
            byte[] body = random.bytes(random.below(80));
            for (int at = 0; at < body.length; at++) {
                body[at] = random.below(3) == 0 ? body[at] : 0;
            }
            read += decode(random.codec, signed(random, kind, body)).message().isPresent() ? 1 : 0;
        }
        assertThat(read).isPositive();
    }

    @Test
    void mutatedFramesByTheThousandAreEitherReadOrRefused() {
        RandomMessages random = new RandomMessages(11);
        List<byte[]> frames = random.frames();
        int refused = 0;
        for (int k = 0; k < MUTATIONS; k++) {
            byte[] frame = frames.get(random.below(frames.size())).clone();
            int changes = 1 + random.below(8);
            for (int c = 0; c < changes; c++) {
                int at = random.below(3) == 0 ? 36 + random.below(frame.length - 36) : random.below(frame.length);
                frame[at] = (byte) random.below(256);
            }
            if (random.below(4) == 0) {
                frame = Arrays.copyOf(frame, random.below(2 * frame.length));
            }
            refused += decode(random.codec, frame).message().isEmpty() ? 1 : 0;
        }
        assertThat(refused).isGreaterThan(MUTATIONS / 2);
    }

    @Test
    void hostileHeadersWithManySeenAreRefused() {
        RandomMessages random = new RandomMessages(12);
        byte[] frame = random.codec.encode(random.plain().get(0));
        byte[] header = Arrays.copyOfRange(frame, 40, frame.length - 64);
        int countAt = 2 + 1 + 1 + 32 + 32 + 8 + 4 + 4 + 32 + 4 + 32 + 4 + 4 + 4 + 32;
        for (int count : new int[] {0xffff, 129, 128}) {
            byte[] hostile = header.clone();
            ByteBuffer.wrap(hostile).order(ByteOrder.LITTLE_ENDIAN).putShort(countAt, (short) count);
            byte[] announced = ByteBuffer.allocate(frame.length)
                    .put(frame, 0, 40)
                    .put(hostile)
                    .put(frame, frame.length - 64, 64)
                    .array();
            assertRefused(random.codec, announced, Reason.MALFORMED);
        }
        byte[] longer = frame.clone();
        ByteBuffer.wrap(longer).order(ByteOrder.LITTLE_ENDIAN).putInt(36, Integer.MAX_VALUE);
        assertRefused(random.codec, longer, Reason.MALFORMED);
    }
}
