package dev.starling.node.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.crypto.digest.Digest;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class FileDigestTest {
    private final SplittableRandom random = new SplittableRandom(5);

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void howBytesAreCutMakesNoDifference() {
        for (int length : new int[] {0, 1, 65_535, 65_536, 65_537, 200_000}) {
            byte[] bytes = bytes(length);
            Digest whole = new FileDigest().add(bytes).finish();
            FileDigest inParts = new FileDigest();
            for (int from = 0; from < length; ) {
                int part = Math.min(length - from, 1 + random.nextInt(90_000));
                inParts.add(bytes, from, part);
                from += part;
            }
            assertThat(inParts.finish()).as("%d bytes", length).isEqualTo(whole);
        }
    }

    @Test
    void everyBitAndEveryOrderOfPiecesCounts() {
        byte[] bytes = bytes(150_000);
        Digest sound = new FileDigest().add(bytes).finish();
        for (int k = 0; k < 500; k++) {
            int at = random.nextInt(bytes.length);
            bytes[at] ^= (byte) (1 << random.nextInt(8));
            assertThat(new FileDigest().add(bytes).finish()).isNotEqualTo(sound);
            sound = new FileDigest().add(bytes).finish();
        }
        assertThat(new FileDigest()
                        .add(bytes, 65_536, 65_536)
                        .add(bytes, 0, 65_536)
                        .add(bytes, 131_072, bytes.length - 131_072)
                        .finish())
                .isNotEqualTo(sound);
        assertThat(new FileDigest().add(bytes, 0, bytes.length - 1).finish()).isNotEqualTo(sound);
    }
}
