package dev.starling.gossip.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.esotericsoftware.kryo.kryo5.KryoException;
import dev.starling.crypto.digest.Digest;
import dev.starling.gossip.message.SignedBody;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A search for bytes that are more than a verdict; its seed inputs stand beside it in the resources. */
final class FrameCodecFuzzTest {

    /** Runs over its seed inputs in a build; with JAZZER_FUZZ=1 it searches. */
    @FuzzTest(maxDuration = "60s")
    void anyBytesAreAVerdict(byte[] bytes) {
        Digest federation = Digest.wrap(new byte[32]);
        FrameCodec codec = new FrameCodec(federation);
        HostileFrameTest.decode(codec, bytes);
        byte[] frame = Arrays.copyOf(bytes, Math.max(36, bytes.length));
        ByteBuffer.wrap(frame)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort(0, (short) 1)
                .put(3, (byte) 0);
        System.arraycopy(federation.bytes(), 0, frame, 4, 32);
        Decoded decoded = HostileFrameTest.decode(codec, frame);
        decoded.message()
                .filter(message -> !(message instanceof SignedBody))
                .ifPresent(message -> assertThat(codec.encode(message))
                        .as("a frame has one encoding")
                        .isEqualTo(frame));
        if (bytes.length > 0) {
            FrameKind kind = HostileFrameTest.signedKinds().get(Math.floorMod(bytes[0], 7));
            try {
                new KryoBodies().decode(kind, Arrays.copyOfRange(bytes, 1, bytes.length));
            } catch (MalformedException | KryoException e) {
                assertThat(e.getMessage()).isNotNull();
            }
        }
    }
}
