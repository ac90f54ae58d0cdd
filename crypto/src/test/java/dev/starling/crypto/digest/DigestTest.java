package dev.starling.crypto.digest;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class DigestTest {
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void agreesWithThePublishedVectorAndReadsPartsAsOneArray() {
        assertThat(Digest.of("abc".getBytes(US_ASCII)).hex()).isEqualTo(ABC);
        assertThat(Digest.of("a".getBytes(US_ASCII), new byte[0], "bc".getBytes(US_ASCII)))
                .isEqualTo(Digest.parseHex(ABC))
                .hasSameHashCodeAs(Digest.parseHex(ABC));
    }

    @Test
    void ordersAsUnsignedBytesFromTheLeft() {
        byte[] low = new byte[32];
        byte[] high = new byte[32];
        low[0] = 0x7F;
        low[31] = (byte) 0xFF;
        high[0] = (byte) 0x80;
        assertThat(Digest.wrap(low)).isLessThan(Digest.wrap(high));
        assertThat(Digest.wrap(low)).isEqualByComparingTo(Digest.wrap(low));
    }

    @Test
    void cannotBeChangedThroughTheArraysThatGoInOrOut() {
        byte[] in = Digest.parseHex(ABC).bytes();
        Digest digest = Digest.wrap(in);
        in[0] = 0;
        digest.bytes()[1] = 0;
        assertThat(digest.hex()).isEqualTo(ABC);
    }

    @Test
    void printsItsFirstEightBytes() {
        assertThat(Digest.parseHex(ABC)).hasToString("ba7816bf8f01cfea");
        assertThat(Digest.parseHex(ABC).shortHex()).isEqualTo("ba7816bf8f01cfea");
    }

    @Test
    void writesItselfAtTheBuffersPosition() {
        ByteBuffer buffer = ByteBuffer.allocate(40).position(4);
        Digest.parseHex(ABC).writeTo(buffer);
        assertThat(buffer.position()).isEqualTo(36);
        byte[] written = new byte[32];
        buffer.get(4, written);
        assertThat(Digest.wrap(written).hex()).isEqualTo(ABC);
    }

    @Test
    void refusesEveryOtherLengthAndEveryOtherCharacter() {
        assertThatThrownBy(() -> Digest.wrap(new byte[31])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Digest.parseHex(ABC.substring(1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Digest.parseHex(ABC.replace('b', 'g'))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRunningDigestIsThatOfAllPiecesTogetherAndReadsFloatsAsLittleEndianBytes() {
        float[] vector = new float[40_001];
        ByteBuffer bytes = ByteBuffer.allocate(4 * vector.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int k = 0; k < vector.length; k++) {
            vector[k] = 1f / (k + 1);
            bytes.putFloat(vector[k]);
        }
        RunningDigest running = new RunningDigest();
        assertThat(running.add("abxx".getBytes(US_ASCII), 2)
                        .add("c".getBytes(US_ASCII))
                        .finish()
                        .hex())
                .isEqualTo(ABC);
        assertThat(running.add(vector).finish()).isEqualTo(Digest.of(bytes.array()));
    }
}
