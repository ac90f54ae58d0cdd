package dev.starling.crypto.trust.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.crypto.TestKeys;
import dev.starling.crypto.identity.PublicIdentity;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemberTest {
    private static final PublicIdentity KEYS = TestKeys.published().publicIdentity();

    @Test
    void theEncodingIsFrozen() {
        assertThat(new Member(KEYS, "Uniklinik Köln", 0x01020304).encode())
                .isEqualTo(TestKeys.hex("01"
                        + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
                        + "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"
                        + "04030201" + "0f00" + "556e696b6c696e696b204bc3b66c6e"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "Charité – Berlin", "東京大学医学部附属病院", "St. Mary's & Sons (Ltd.) №7", "🏥"})
    void everyPrintableNameComesBack(String organisation) throws Exception {
        Member member = new Member(KEYS, organisation, 1);
        assertThat(Member.decode(member.encode())).isEqualTo(member);
        assertThat(Member.parseCard(member.card())).isEqualTo(member);
    }

    @Test
    void theLongestNameFitsTheCap() throws Exception {
        Member member = new Member(KEYS, "🏥".repeat(80), Integer.MAX_VALUE);
        assertThat(member.encode()).hasSize(Member.MAX_BYTES);
        assertThat(Member.decode(member.encode())).isEqualTo(member);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                " A",
                "A ",
                "A\nB",
                "A\tB",
                "A\u0000",
                "A\u202eB",
                "A\u200bB",
                "A\u00a0B",
                "A\ud800",
                "A\u2028B"
            })
    void refusesNamesThatHideOrBreakSomething(String organisation) {
        assertThatThrownBy(() -> new Member(KEYS, organisation, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesTooLongANameAndTooFewRows() {
        assertThatThrownBy(() -> new Member(KEYS, "x".repeat(81), 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Member(KEYS, "A", 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Member(KEYS, "A", -5)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void decodingSaysWhichFieldIsWrong() {
        byte[] sound = new Member(KEYS, "Klinik", 7).encode();
        assertDecodeFails(with(sound, 0, 2), "version");
        assertDecodeFails(with(sound, 32, 0xFF), "signing key");
        byte[] zeroAgreement = sound.clone();
        Arrays.fill(zeroAgreement, 33, 65, (byte) 0);
        assertDecodeFails(zeroAgreement, "agreement key");
        assertDecodeFails(with(sound, 68, 0x80), "rows");
        assertDecodeFails(with(sound, 65, 0), "rows must be at least 1");
        assertDecodeFails(with(sound, 70, 0xFF), "organisation has");
        assertDecodeFails(with(sound, 71, 0xFF), "organisation is not UTF-8");
        assertDecodeFails(with(sound, 71, 0x0A), "printable");
        assertDecodeFails(Arrays.copyOf(sound, sound.length - 1), "cut off");
        assertDecodeFails(Arrays.copyOf(sound, sound.length + 1), "after its end");
        assertDecodeFails(new byte[100_000], "more than");
    }

    @Test
    void aCardThatLostOrChangedACharacterIsRefused() {
        String card = new Member(KEYS, "Klinik", 7).card();
        assertThat(card).startsWith("starling-card1:").doesNotContain("=").doesNotContain("+");
        for (int i = 15; i < card.length(); i++) {
            char other = card.charAt(i) == 'A' ? 'B' : 'A';
            String altered = card.substring(0, i) + other + card.substring(i + 1);
            String shorter = card.substring(0, i);
            assertThatThrownBy(() -> Member.parseCard(altered)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Member.parseCard(shorter)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> Member.parseCard("starling1:AAAA")).hasMessageContaining("prefix");
        assertThatThrownBy(() -> Member.parseCard(card.replace("card1:", "card1:*")))
                .hasMessageContaining("base64");
    }

    private static void assertDecodeFails(byte[] bytes, String message) {
        assertThatThrownBy(() -> Member.decode(bytes))
                .isInstanceOf(TrustFormatException.class)
                .hasMessageContaining(message);
    }

    private static byte[] with(byte[] sound, int index, int value) {
        byte[] copy = sound.clone();
        copy[index] = (byte) value;
        return copy;
    }
}
