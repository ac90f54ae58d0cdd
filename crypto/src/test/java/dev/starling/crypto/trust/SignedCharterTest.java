package dev.starling.crypto.trust;

import static dev.starling.crypto.trust.TestFederation.FOUNDERS;
import static dev.starling.crypto.trust.TestFederation.identity;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.document.SignedCharter;
import dev.starling.crypto.trust.document.TrustFormatException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignedCharterTest {
    private static final byte[] TOML = "[federation]\nname = \"example\"\n".getBytes(UTF_8);
    private static final SignedCharter UNSIGNED = new SignedCharter(TOML, Map.of());
    private static final SignedCharter COMPLETE =
            UNSIGNED.signedBy(identity(0)).signedBy(identity(1)).signedBy(identity(2));

    @Test
    void theFederationIsTheHashOfTheExactBytes() {
        assertThat(UNSIGNED.federation()).isEqualTo(Digest.of(TOML));
        assertThat(new SignedCharter("[federation]\r\n".getBytes(UTF_8), Map.of()).federation())
                .isNotEqualTo(new SignedCharter("[federation]\n".getBytes(UTF_8), Map.of()).federation());
    }

    @Test
    void isCompleteOnceEveryFounderHasSigned() {
        SignedCharter two = UNSIGNED.signedBy(identity(0)).signedBy(identity(2));
        assertThat(UNSIGNED.validSigners(FOUNDERS)).isEmpty();
        assertThat(two.validSigners(FOUNDERS))
                .containsExactlyInAnyOrder(identity(0).peerId(), identity(2).peerId());
        assertThat(two.completelySignedBy(FOUNDERS)).isFalse();
        assertThat(COMPLETE.completelySignedBy(FOUNDERS)).isTrue();
        assertThat(COMPLETE.completelySignedBy(List.of())).isFalse();
    }

    @Test
    void aStrangersSignatureAndOneForAnotherCharterDoNotCount() {
        assertThat(UNSIGNED.signedBy(identity(7)).validSigners(FOUNDERS)).isEmpty();
        PeerId founder = identity(0).peerId();
        SignedCharter other = new SignedCharter("other".getBytes(UTF_8), Map.of()).signedBy(identity(0));
        String line =
                new String(other.signatureFile(), US_ASCII).lines().toList().get(1);
        byte[] signature = Base64.getDecoder().decode(line.split(" ", -1)[1]);
        assertThat(other.validSigners(FOUNDERS)).containsExactly(founder);
        assertThat(new SignedCharter(TOML, Map.of(founder, signature)).validSigners(FOUNDERS))
                .isEmpty();
    }

    @Test
    void theSignatureFileComesBack() throws Exception {
        String file = new String(COMPLETE.signatureFile(), US_ASCII);
        assertThat(file).startsWith("# ").contains(COMPLETE.federation().hex());
        assertThat(file.lines()).hasSize(4);
        SignedCharter read = SignedCharter.parse(TOML, file.getBytes(US_ASCII));
        assertThat(read.completelySignedBy(FOUNDERS)).isTrue();
        assertThat(read.charter()).isEqualTo(TOML);
        assertThat(read.signatureFile()).isEqualTo(COMPLETE.signatureFile());
    }

    @Test
    void readsFilesThatPeopleJoinedByHand() throws Exception {
        StringBuilder joined = new StringBuilder();
        for (int founder = 2; founder >= 0; founder--) {
            String one = new String(UNSIGNED.signedBy(identity(founder)).signatureFile(), US_ASCII);
            joined.append(one.replace("\n", "\r\n")).append("\r\n  \r\n");
        }
        SignedCharter read = SignedCharter.parse(TOML, joined.toString().getBytes(US_ASCII));
        assertThat(read.completelySignedBy(FOUNDERS)).isTrue();
        assertThat(read.signatureFile()).isEqualTo(COMPLETE.signatureFile());
    }

    @Test
    void namesTheLineThatIsWrong() {
        String peer = identity(0).peerId().hex();
        String good = new String(UNSIGNED.signedBy(identity(0)).signatureFile(), US_ASCII);
        assertLineFails("# fine\n\njust-one-word\n", "line 3");
        assertLineFails(peer.substring(1) + " AAAA", "line 1 does not begin with a peer id");
        assertLineFails("\n" + peer + " not*base64", "line 2 has a signature that is not base64");
        assertLineFails(peer + " AAAA", "3 bytes instead of 64");
        assertLineFails(peer + " AAAA trailing", "line 1 must be a peer id");
        assertLineFails(good + good, "line 4 names peer " + identity(0).peerId() + " for the second time");
        assertLineFails("#".repeat(1024 * 1024 + 1), "1 MiB");
    }

    private static void assertLineFails(String file, String message) {
        assertThatThrownBy(() -> SignedCharter.parse(TOML, file.getBytes(US_ASCII)))
                .isInstanceOf(TrustFormatException.class)
                .hasMessageContaining(message);
    }
}
