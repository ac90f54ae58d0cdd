package dev.starling.crypto.channel;

import static dev.starling.crypto.TestKeys.NOW;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.crypto.TestKeys;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.Test;

/** Whole TLS 1.3 handshakes between two engines of the JDK, in memory. */
class MutualTlsTest {
    private static final ChannelIdentity ALICE = ChannelIdentity.issue(TestKeys.identity(1), NOW);
    private static final ChannelIdentity BOB = ChannelIdentity.issue(TestKeys.identity(2), NOW);
    private static final ChannelIdentity MALLORY = ChannelIdentity.issue(TestKeys.identity(3), NOW);
    private static final Predicate<PeerId> ROSTER = Set.of(ALICE.peerId(), BOB.peerId())::contains;
    private static final Predicate<PeerId> LOBBY = Set.of(ALICE.peerId(), BOB.peerId(), MALLORY.peerId())::contains;

    @Test
    void twoMembersMeetAndEachKnowsWhoTheOtherIs() throws Exception {
        MemoryHandshake handshake =
                new MemoryHandshake(ALICE.keyManager(), trust(ROSTER), BOB.keyManager(), trust(ROSTER));
        handshake.run();
        assertThat(handshake.finished()).isTrue();
        assertThat(handshake.client.getSession().getProtocol()).isEqualTo("TLSv1.3");
        assertThat(RosterTrustManager.peerOf(handshake.client.getSession())).isEqualTo(BOB.peerId());
        assertThat(RosterTrustManager.peerOf(handshake.server.getSession())).isEqualTo(ALICE.peerId());
        assertThat(handshake.send(handshake.client, "delta".getBytes(US_ASCII)))
                .asString(US_ASCII)
                .isEqualTo("delta");
        assertThat(handshake.send(handshake.server, "reply".getBytes(US_ASCII)))
                .asString(US_ASCII)
                .isEqualTo("reply");
    }

    @Test
    void theChannelOutlivesTheIdentityItWasIssuedFrom() throws Exception {
        Identity identity = TestKeys.identity(1);
        ChannelIdentity issued = ChannelIdentity.issue(identity, NOW);
        identity.close();
        MemoryHandshake handshake =
                new MemoryHandshake(issued.keyManager(), trust(ROSTER), BOB.keyManager(), trust(ROSTER));
        handshake.run();
        assertThat(handshake.finished()).isTrue();
    }

    @Test
    void aServerTurnsAStrangerAway() throws Exception {
        assertRefused(MALLORY.keyManager(), LOBBY, BOB.keyManager(), ROSTER, "not on the roster");
    }

    @Test
    void aClientTurnsAwayFromAServerThatIsAStranger() throws Exception {
        assertRefused(ALICE.keyManager(), ROSTER, MALLORY.keyManager(), LOBBY, "not on the roster");
    }

    @Test
    void aServerWithALobbyLetsAStrangerInByItsRealName() throws Exception {
        MemoryHandshake handshake =
                new MemoryHandshake(MALLORY.keyManager(), trust(ROSTER), BOB.keyManager(), trust(LOBBY));
        handshake.run();
        assertThat(handshake.finished()).isTrue();
        assertThat(RosterTrustManager.peerOf(handshake.server.getSession())).isEqualTo(MALLORY.peerId());
    }

    @Test
    void aMembersCertificateIsOfNoUseWithoutItsKey() throws Exception {
        X509ExtendedKeyManager stolen =
                MemoryHandshake.presenting("EdDSA", new Forgery(MALLORY).privateKey, ALICE.certificate());
        assertRefused(stolen, ROSTER, BOB.keyManager(), ROSTER, "CertificateVerify");
        assertRefused(BOB.keyManager(), ROSTER, stolen, ROSTER, "CertificateVerify");
    }

    @Test
    void aClientWithoutACertificateIsTurnedAway() throws Exception {
        X509ExtendedKeyManager nothing =
                MemoryHandshake.presenting("none", new Forgery(MALLORY).privateKey, ALICE.certificate());
        assertRefused(nothing, ROSTER, BOB.keyManager(), LOBBY, "certificate");
    }

    @Test
    void anExpiredCertificateIsRefused() throws Exception {
        Forgery expired = new Forgery(ALICE).valid(NOW.minus(Duration.ofDays(9)), NOW.minus(Duration.ofDays(2)));
        assertBothSidesRefuse("EdDSA", expired, "expired");
    }

    @Test
    void anotherPeersNameIsRefused() throws Exception {
        assertBothSidesRefuse(
                "EdDSA", new Forgery(MALLORY).subject("CN=" + ALICE.peerId().hex()), "subject");
    }

    @Test
    void rsaAndEllipticCurveKeysAreRefused() throws Exception {
        String name = "CN=" + ALICE.peerId().hex();
        assertBothSidesRefuse("RSA", Forgery.ofKeyType("RSA", 2048, "SHA256withRSA", name), "not RSA");
        assertBothSidesRefuse("EC", Forgery.ofKeyType("EC", 256, "SHA256withECDSA", name), "not EC");
    }

    @Test
    void aCertificateSignedByAnotherKeyIsRefused() throws Exception {
        Forgery byMallory = new Forgery(ALICE).signedBy(new Forgery(MALLORY).privateKey, "Ed25519");
        assertBothSidesRefuse("EdDSA", byMallory, "not signed by its own key");
    }

    @Test
    void aChainOfTwoCertificatesIsRefused() throws Exception {
        X509ExtendedKeyManager two = MemoryHandshake.presenting(
                "EdDSA", new Forgery(ALICE).privateKey, ALICE.certificate(), MALLORY.certificate());
        assertRefused(two, ROSTER, BOB.keyManager(), ROSTER, "exactly one certificate");
        assertRefused(BOB.keyManager(), ROSTER, two, ROSTER, "exactly one certificate");
    }

    @Test
    void beforeTheHandshakeNobodyIsThere() throws Exception {
        MemoryHandshake handshake =
                new MemoryHandshake(ALICE.keyManager(), trust(ROSTER), BOB.keyManager(), trust(ROSTER));
        assertThatThrownBy(() -> RosterTrustManager.peerOf(handshake.client.getSession()))
                .isInstanceOf(SSLPeerUnverifiedException.class);
    }

    private static void assertBothSidesRefuse(String keyType, Forgery forgery, String reason) throws Exception {
        X509ExtendedKeyManager forged = MemoryHandshake.presenting(keyType, forgery.privateKey, forgery.issue());
        assertRefused(forged, LOBBY, BOB.keyManager(), LOBBY, reason);
        assertRefused(BOB.keyManager(), LOBBY, forged, LOBBY, reason);
    }

    private static void assertRefused(
            X509ExtendedKeyManager client,
            Predicate<PeerId> clientRoster,
            X509ExtendedKeyManager server,
            Predicate<PeerId> serverRoster,
            String reason)
            throws Exception {
        MemoryHandshake handshake = new MemoryHandshake(client, trust(clientRoster), server, trust(serverRoster));
        assertThatThrownBy(handshake::run)
                .isInstanceOfAny(SSLHandshakeException.class, SSLException.class)
                .hasStackTraceContaining(reason);
        assertThat(handshake.finished()).isFalse();
    }

    private static RosterTrustManager trust(Predicate<PeerId> mayEnter) {
        return new RosterTrustManager(() -> NOW, mayEnter);
    }
}
