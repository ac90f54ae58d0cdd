package dev.starling.crypto.signing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.crypto.TestKeys;
import dev.starling.crypto.digest.Digest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SigningContextTest {
    private static final Digest FEDERATION =
            Digest.wrap(TestKeys.hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"));

    @Test
    void theSignedBytesAreFrozen() {
        assertThat(new SigningContext(FEDERATION, Purpose.SNAPSHOT_HEADER, 1).bind("snapshot".getBytes(US_ASCII)))
                .isEqualTo(TestKeys.hex("737461726c696e67" + "0100" + "0400"
                        + "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
                        + "16a0eeb0791b6c92451fd284dd9f599e0a7dbe7f6ebea6e2d2d06c7f74aec112"));
        assertThat(new SigningContext(FEDERATION, Purpose.JOIN, 0x0201).bind(new byte[0]))
                .isEqualTo(TestKeys.hex("737461726c696e67" + "0102" + "0600"
                        + "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
                        + "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    }

    @Test
    void thePurposeCodesAreFrozen() {
        assertThat(Arrays.stream(Purpose.values()).map(purpose -> purpose.name() + " " + purpose.code()))
                .containsExactly(
                        "CHARTER 1",
                        "ROSTER_ENTRY 2",
                        "INVITATION 3",
                        "SNAPSHOT_HEADER 4",
                        "MESSAGE 5",
                        "JOIN 6",
                        "CONSOLIDATION 7",
                        "SUM_TOTAL 8",
                        "EVALUATION 9");
    }

    @Test
    void noTwoPurposesVersionsOrFederationsShareTheirBytes() {
        Set<Digest> seen = new HashSet<>();
        byte[] message = {1, 2, 3};
        for (Purpose purpose : Purpose.values()) {
            for (int version : new int[] {0, 1, 256, 0xFFFF}) {
                for (Digest federation : new Digest[] {FEDERATION, Digest.of(message)}) {
                    assertThat(seen.add(Digest.of(new SigningContext(federation, purpose, version).bind(message))))
                            .isTrue();
                }
            }
        }
    }

    @Test
    void refusesAVersionThatDoesNotFit() {
        assertThatThrownBy(() -> new SigningContext(FEDERATION, Purpose.JOIN, 0x10000))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SigningContext(FEDERATION, Purpose.JOIN, -1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
