package dev.starling.crypto.channel;

import static dev.starling.crypto.TestKeys.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.crypto.TestKeys;
import dev.starling.crypto.identity.PeerId;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RosterTrustManagerTest {
    private static final ChannelIdentity ALICE = ChannelIdentity.issue(TestKeys.identity(1), NOW);
    private static final ChannelIdentity BOB = ChannelIdentity.issue(TestKeys.identity(2), NOW);
    private static final RosterTrustManager ANYBODY = new RosterTrustManager(() -> NOW, peer -> true);

    @Test
    void theIssuedCertificateNamesThePeerAndLastsTenYears() throws Exception {
        X509Certificate certificate = ALICE.certificate();
        String name = "CN=" + TestKeys.identity(1).peerId().hex();
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo(name);
        assertThat(certificate.getIssuerX500Principal().getName()).isEqualTo(name);
        assertThat(certificate.getSigAlgOID()).isEqualTo("1.3.101.112");
        assertThat(certificate.getBasicConstraints()).as("not an authority").isEqualTo(-1);
        assertThat(certificate.getSerialNumber().signum()).isEqualTo(1);
        assertThat(certificate.getNotBefore().toInstant()).isEqualTo(NOW.minus(Duration.ofDays(1)));
        assertThat(certificate.getNotAfter().toInstant())
                .isEqualTo(NOW.atOffset(ZoneOffset.UTC).plusYears(10).toInstant());
    }

    @Test
    void issuingIsDeterministicAndPrintsNoSecret() throws Exception {
        assertThat(ChannelIdentity.issue(TestKeys.identity(1), NOW)
                        .certificate()
                        .getEncoded())
                .isEqualTo(ALICE.certificate().getEncoded());
        assertThat(ALICE).hasToString("ChannelIdentity[" + ALICE.peerId().shortHex() + "]");
    }

    @Test
    void asksAboutThePeerWhoseKeyTheCertificateHolds() throws Exception {
        List<PeerId> asked = new ArrayList<>();
        RosterTrustManager manager = new RosterTrustManager(() -> NOW, asked::add);
        manager.checkClientTrusted(chain(ALICE.certificate()), "EdDSA");
        manager.checkServerTrusted(chain(BOB.certificate()), "EdDSA");
        assertThat(asked)
                .containsExactly(
                        TestKeys.identity(1).peerId(), TestKeys.identity(2).peerId());
    }

    @Test
    void refusesAStranger() {
        RosterTrustManager members = new RosterTrustManager(() -> NOW, BOB.peerId()::equals);
        assertThatThrownBy(() -> members.checkServerTrusted(chain(ALICE.certificate()), "EdDSA"))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining(ALICE.peerId().toString())
                .hasMessageContaining("not on the roster");
    }

    @Test
    void asksTheRosterAndTheClockAnewEveryTime() {
        List<PeerId> roster = new ArrayList<>();
        List<Instant> clock = new ArrayList<>(List.of(NOW));
        RosterTrustManager manager = new RosterTrustManager(() -> clock.get(clock.size() - 1), roster::contains);
        X509Certificate[] chain = chain(ALICE.certificate());
        assertThatThrownBy(() -> manager.checkClientTrusted(chain, "EdDSA")).isInstanceOf(CertificateException.class);
        roster.add(ALICE.peerId());
        assertThatCode(() -> manager.checkClientTrusted(chain, "EdDSA")).doesNotThrowAnyException();
        clock.add(NOW.plus(Duration.ofDays(4000)));
        assertThatThrownBy(() -> manager.checkClientTrusted(chain, "EdDSA")).hasMessageContaining("expired");
    }

    @Test
    void acceptsToTheLastSecondOfTheValidityAndNoLonger() {
        X509Certificate certificate = ALICE.certificate();
        Instant first = certificate.getNotBefore().toInstant();
        Instant last = certificate.getNotAfter().toInstant();
        assertThatCode(() -> checkAt(first, certificate)).doesNotThrowAnyException();
        assertThatCode(() -> checkAt(last, certificate)).doesNotThrowAnyException();
        assertThatThrownBy(() -> checkAt(first.minusMillis(1), certificate)).hasMessageContaining("not valid before");
        assertThatThrownBy(() -> checkAt(last.plusMillis(1), certificate)).hasMessageContaining("expired");
    }

    @Test
    void refusesNoneAndTwoCertificates() {
        assertThatThrownBy(() -> ANYBODY.checkServerTrusted(null, "EdDSA")).hasMessageContaining("not 0");
        assertRefused("not 0");
        assertRefused("not 2", ALICE.certificate(), ALICE.certificate());
        assertRefused("not 2", ALICE.certificate(), BOB.certificate());
    }

    @Test
    void refusesTheNameOfAnotherPeerAndMoreNamesThanOne() throws Exception {
        assertRefused(
                "subject",
                new Forgery(ALICE).subject("CN=" + BOB.peerId().hex()).issue());
        assertRefused("subject", new Forgery(ALICE).subject("CN=alice.example").issue());
        assertRefused(
                "subject",
                new Forgery(ALICE)
                        .subject("CN=" + ALICE.peerId().hex() + ",O=Klinik")
                        .issue());
        assertRefused(
                "subject",
                new Forgery(ALICE).subject("O=" + ALICE.peerId().hex()).issue());
    }

    @Test
    void refusesKeysThatAreNotEd25519() throws Exception {
        String name = "CN=" + ALICE.peerId().hex();
        assertRefused(
                "must be Ed25519, not RSA",
                Forgery.ofKeyType("RSA", 2048, "SHA256withRSA", name).issue());
        assertRefused(
                "must be Ed25519, not EC",
                Forgery.ofKeyType("EC", 256, "SHA256withECDSA", name).issue());
    }

    @Test
    void refusesASignatureByAnotherKeyOrOfAnotherKind() throws Exception {
        Forgery byBob = new Forgery(ALICE).signedBy(new Forgery(BOB).privateKey, "Ed25519");
        assertRefused("not signed by its own key", byBob.issue());
        Forgery rsa = Forgery.ofKeyType("RSA", 2048, "SHA256withRSA", "CN=x");
        assertRefused(
                "signature must be Ed25519",
                new Forgery(ALICE).signedBy(rsa.privateKey, "SHA256withRSA").issue());
    }

    @Test
    void namesOfStrangersDoNotFloodOrBreakTheLog() throws Exception {
        X509Certificate certificate = new Forgery(ALICE)
                .subject("CN=evil\\\nname" + (",OU=" + "x".repeat(60)).repeat(8))
                .issue();
        assertThatThrownBy(() -> ANYBODY.checkServerTrusted(chain(certificate), "EdDSA"))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200).doesNotContain("\n"));
    }

    private static void assertRefused(String reason, X509Certificate... chain) {
        assertThatThrownBy(() -> ANYBODY.checkServerTrusted(chain, "EdDSA"))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining(reason);
        assertThatThrownBy(() -> ANYBODY.checkClientTrusted(chain, "EdDSA"))
                .isInstanceOf(CertificateException.class)
                .hasMessageContaining(reason);
    }

    private static void checkAt(Instant now, X509Certificate certificate) throws CertificateException {
        new RosterTrustManager(() -> now, peer -> true).checkServerTrusted(chain(certificate), "EdDSA");
    }

    private static X509Certificate[] chain(X509Certificate... certificates) {
        return certificates;
    }
}
