package dev.starling.crypto.identity;

import static dev.starling.crypto.TestKeys.hex;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.crypto.TestKeys;
import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.signing.Purpose;
import dev.starling.crypto.signing.SigningContext;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IdentityTest {
    private static final Digest FEDERATION =
            Digest.parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    private static final SigningContext CONTEXT = new SigningContext(FEDERATION, Purpose.SNAPSHOT_HEADER, 1);
    private static final byte[] MESSAGE = "snapshot".getBytes(US_ASCII);

    @Test
    void derivesThePublishedPublicKeys() {
        PublicIdentity identity = TestKeys.published().publicIdentity();
        assertThat(identity.signingKey().raw()).isEqualTo(TestKeys.RFC8032_KEY);
        assertThat(identity.agreementKey()).isEqualTo(TestKeys.RFC7748_KEY);
    }

    @Test
    void derivesKeysAsTheRfcDoes() {
        byte[] okm = hex("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
        byte[] ikm = hex("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b");
        assertThat(Identity.expand(ikm, hex("000102030405060708090a0b0c"), hex("f0f1f2f3f4f5f6f7f8f9"), 42))
                .isEqualTo(okm);
    }

    @Test
    void twoMembersAgreeOnTheKeyThatFollowsFromThePublishedSecret() {
        byte[] bobScalar = hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
        byte[] secret = hex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
        Identity alice = TestKeys.published();
        Identity bob = Identity.fromSeeds(
                TestKeys.identity(3).publicIdentity().signingKey().raw(), bobScalar);
        byte[] salt = {1, 2};
        byte[] key = alice.agree(bob.publicIdentity(), salt, MESSAGE);
        assertThat(key)
                .isEqualTo(bob.agree(alice.publicIdentity(), salt, MESSAGE))
                .isEqualTo(Identity.expand(secret, salt, MESSAGE, Identity.AGREED_BYTES))
                .isNotEqualTo(alice.agree(bob.publicIdentity(), salt, new byte[] {7}));
        alice.close();
        assertThatThrownBy(() -> alice.agree(bob.publicIdentity(), salt, MESSAGE))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void signsThePublishedTestMessagesAsPublished() {
        byte[] empty =
                hex("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
                        + "d25bf5f0595bbe24655141438e7a100b");
        assertThat(TestKeys.published().signUnbound(new byte[0])).isEqualTo(empty);
        assertThat(VerifyingKey.of(TestKeys.RFC8032_KEY).verifyUnbound(new byte[0], empty))
                .isTrue();

        byte[] seed2 = hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
        byte[] oneByte =
                hex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
                        + "387b2eaeb4302aeeb00d291612bb0c00");
        assertThat(Identity.fromSeeds(seed2, TestKeys.RFC7748_SCALAR).signUnbound(hex("72")))
                .isEqualTo(oneByte);
    }

    @Test
    void aSignatureInAContextIsTheOneAnotherImplementationComputed() {
        assertThat(HexFormat.of().formatHex(TestKeys.published().sign(CONTEXT, MESSAGE)))
                .isEqualTo("52fb0cb2fcdf43737f5b22957cae699e14ddc1ad86d05f27ba410f740dbc9493"
                        + "32277ce6000cf86713a222d0108b34ffc8e08ba7b2f017327154e719163feb01");
    }

    @Test
    void theJdkVerifiesWhatIsSignedHereAndSignsTheSame() throws Exception {
        Identity identity = TestKeys.identity(3);
        Signature jdk = Signature.getInstance("Ed25519");
        jdk.initSign(identity.channelKey());
        jdk.update(CONTEXT.bind(MESSAGE));
        assertThat(jdk.sign()).isEqualTo(identity.sign(CONTEXT, MESSAGE));
    }

    @Test
    void thePeerIdIsTheHashOfTheRawKey() {
        PeerId id = TestKeys.published().peerId();
        assertThat(id.hex()).isEqualTo("21fe31dfa154a261626bf854046fd2271b7bed4b6abe45aa58877ef47f9721b9");
        assertThat(id).hasToString("21fe31dfa154a261").isEqualTo(PeerId.parse(id.hex()));
        assertThat(PeerId.ofSigningKey(TestKeys.RFC8032_KEY)).isEqualTo(id);
    }

    @Test
    void aSignatureCountsOnlyInItsContextForItsMessageAndByItsKey() {
        Identity identity = TestKeys.identity(1);
        VerifyingKey key = identity.publicIdentity().signingKey();
        byte[] signature = identity.sign(CONTEXT, MESSAGE);
        assertThat(key.verify(CONTEXT, MESSAGE, signature)).isTrue();
        assertThat(key.verify(CONTEXT, "snapshop".getBytes(US_ASCII), signature))
                .isFalse();
        assertThat(key.verify(new SigningContext(FEDERATION, Purpose.MESSAGE, 1), MESSAGE, signature))
                .isFalse();
        assertThat(key.verify(new SigningContext(FEDERATION, Purpose.SNAPSHOT_HEADER, 2), MESSAGE, signature))
                .isFalse();
        assertThat(key.verify(new SigningContext(Digest.of(MESSAGE), Purpose.SNAPSHOT_HEADER, 1), MESSAGE, signature))
                .isFalse();
        assertThat(TestKeys.identity(2).publicIdentity().signingKey().verify(CONTEXT, MESSAGE, signature))
                .isFalse();
    }

    @Test
    void noSingleBitOfASignatureIsFreeAndNoGarbageThrows() {
        Identity identity = TestKeys.identity(1);
        VerifyingKey key = identity.publicIdentity().signingKey();
        byte[] signature = identity.sign(CONTEXT, MESSAGE);
        for (int bit = 0; bit < 8 * signature.length; bit++) {
            byte[] altered = signature.clone();
            altered[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(key.verify(CONTEXT, MESSAGE, altered)).as("bit %d", bit).isFalse();
        }
        Random random = new Random(7);
        for (int length = 0; length < 130; length++) {
            byte[] garbage = new byte[length];
            random.nextBytes(garbage);
            assertThat(key.verify(CONTEXT, MESSAGE, garbage)).isFalse();
        }
    }

    @Test
    void refusesKeysThatAreNoPointsOrOfSmallOrder() {
        byte[] identityPoint = new byte[32];
        identityPoint[0] = 1;
        byte[] orderTwo = hex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");
        byte[] orderEight = hex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05");
        byte[] notCanonical = hex("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff");
        byte[] notOnTheCurve = hex("0200000000000000000000000000000000000000000000000000000000000000");
        for (byte[] bad :
                new byte[][] {identityPoint, orderTwo, orderEight, notCanonical, notOnTheCurve, new byte[31]}) {
            assertThatThrownBy(() -> VerifyingKey.of(bad)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void refusesAgreementKeysWithWhichEverySecretIsZero() {
        VerifyingKey key = TestKeys.published().publicIdentity().signingKey();
        byte[] one = new byte[32];
        one[0] = 1;
        byte[] orderEight = hex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800");
        for (byte[] bad : new byte[][] {new byte[32], one, orderEight, new byte[33]}) {
            assertThatThrownBy(() -> new PublicIdentity(key, bad)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void publicHalvesAreEqualWhenBothKeysAre() {
        assertThat(TestKeys.published().publicIdentity())
                .isEqualTo(TestKeys.published().publicIdentity())
                .hasSameHashCodeAs(TestKeys.published().publicIdentity())
                .isNotEqualTo(TestKeys.identity(1).publicIdentity())
                .isNotEqualTo(new PublicIdentity(
                        VerifyingKey.of(TestKeys.RFC8032_KEY),
                        TestKeys.identity(1).publicIdentity().agreementKey()));
    }

    @Test
    void closingWipesTheKeysAndLeavesTheName() {
        Identity identity = TestKeys.published();
        identity.close();
        identity.close();
        assertThatThrownBy(() -> identity.sign(CONTEXT, MESSAGE)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(identity::channelKey).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(identity::agreementPrivateKey).isInstanceOf(IllegalStateException.class);
        assertThat(identity.peerId()).isEqualTo(PeerId.ofSigningKey(TestKeys.RFC8032_KEY));
        assertThat(identity).hasNoNullFieldsOrProperties();
        assertThat(identity).extracting("signingSeed", "agreementSeed").containsExactly(new byte[32], new byte[32]);
    }

    @Test
    void closingDoesNotWipeTheCallersSeeds() {
        byte[] seed = TestKeys.RFC8032_SEED.clone();
        Identity.fromSeeds(seed, seed).close();
        assertThat(seed).isEqualTo(TestKeys.RFC8032_SEED);
    }

    @Test
    void printsItsNameAndNothingElse() {
        assertThat(TestKeys.published()).hasToString("Identity[21fe31dfa154a261]");
        assertThat(TestKeys.published().publicIdentity()).hasToString("PublicIdentity[21fe31dfa154a261]");
    }

    @Test
    void generatedIdentitiesDiffer() {
        SecureRandom random = new SecureRandom();
        assertThat(Identity.generate(random).peerId())
                .isNotEqualTo(Identity.generate(random).peerId());
    }

    @Test
    void refusesSeedsOfAnotherLength() {
        assertThatThrownBy(() -> Identity.fromSeeds(new byte[31], new byte[32]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Identity.fromSeeds(new byte[32], new byte[64]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
