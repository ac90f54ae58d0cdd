package dev.starling.crypto.trust;

import static dev.starling.crypto.trust.TestFederation.FOUNDERS;
import static dev.starling.crypto.trust.TestFederation.FOUNDING;
import static dev.starling.crypto.trust.TestFederation.ID;
import static dev.starling.crypto.trust.TestFederation.QUORUM;
import static dev.starling.crypto.trust.TestFederation.admission;
import static dev.starling.crypto.trust.TestFederation.identity;
import static dev.starling.crypto.trust.TestFederation.invitation;
import static dev.starling.crypto.trust.TestFederation.member;
import static dev.starling.crypto.trust.TestFederation.with;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.starling.crypto.trust.document.Invitation;
import dev.starling.crypto.trust.document.Member;
import dev.starling.crypto.trust.document.SignedCharter;
import dev.starling.crypto.trust.document.TrustFormatException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Thousands of seeded mutations, truncations and insertions of sound encodings. The only two ways out of a decoder are a
 * {@link TrustFormatException} and a value; and since every encoding is canonical, a value encodes to exactly the bytes
 * it came from.
 */
class HostileInputTest {
    private static final int TRIALS = 4000;

    @Test
    void aMutatedMemberIsRefusedOrCanonical() {
        mutate(member(3).encode(), TRIALS, bytes -> Member.decode(bytes).encode());
    }

    @Test
    void aMutatedInvitationIsRefusedOrCanonical() {
        mutate(
                invitation(0, 1).encode(),
                TRIALS,
                bytes -> Invitation.decode(bytes).encode());
    }

    @Test
    void aMutatedAdmissionIsRefusedOrCanonical() {
        mutate(
                admission(FOUNDING, 5).encode(),
                TRIALS,
                bytes -> RosterEntry.decode(bytes).encode());
    }

    @Test
    void aMutatedRevocationIsRefusedOrCanonical() {
        RosterEntry entry =
                RosterEntry.propose(FOUNDING, new Revocation(identity(2).peerId(), "its key was copied"));
        mutate(
                TestFederation.signed(entry, 0, 1).encode(),
                TRIALS,
                bytes -> RosterEntry.decode(bytes).encode());
    }

    @Test
    void noMutatedInvitationTextIsAccepted() {
        int accepted = mutate(
                invitation(0, 1).text().getBytes(ISO_8859_1),
                TRIALS,
                bytes -> Invitation.parse(new String(bytes, ISO_8859_1)).text().getBytes(ISO_8859_1));
        assertThat(accepted).isZero();
    }

    @Test
    void noMutatedRosterFileIsAccepted() {
        int accepted = mutate(
                with(FOUNDING, 5, 6).encodeLog(),
                TRIALS / 3,
                bytes -> Roster.decodeLog(ID, QUORUM, FOUNDERS, bytes).encodeLog());
        assertThat(accepted).isZero();
    }

    @Test
    void aMutatedSignatureFileIsRefusedOrRead() {
        SignedCharter charter = new SignedCharter(new byte[] {1}, Map.of()).signedBy(identity(0));
        mutate(charter.signatureFile(), TRIALS, bytes -> {
            SignedCharter.parse(new byte[] {1}, bytes).validSigners(FOUNDERS);
            return bytes;
        });
    }

    @Test
    void aMutatedCardIsAnIllegalArgument() {
        byte[] card = member(3).card().getBytes(ISO_8859_1);
        Random random = new Random(11);
        for (int trial = 0; trial < TRIALS; trial++) {
            byte[] mutated = mutation(card, random);
            if (!Arrays.equals(mutated, card)) {
                try {
                    fail("accepted in trial " + trial + ": " + Member.parseCard(new String(mutated, ISO_8859_1)));
                } catch (IllegalArgumentException expected) {
                    assertThat(expected.getMessage()).isNotEmpty();
                }
            }
        }
    }

    @Test
    void randomBytesAreRefusedByEveryDecoder() {
        Random random = new Random(5);
        for (int trial = 0; trial < TRIALS; trial++) {
            byte[] noise = new byte[random.nextInt(600)];
            random.nextBytes(noise);
            if (noise.length > 0) {
                noise[0] = (byte) (1 + trial % 2);
            }
            for (Decoding decoding : new Decoding[] {
                bytes -> Member.decode(bytes).encode(),
                bytes -> Invitation.decode(bytes).encode(),
                bytes -> RosterEntry.decode(bytes).encode(),
                bytes -> Roster.decodeLog(ID, QUORUM, FOUNDERS, bytes).encodeLog()
            }) {
                assertThat(accepts(noise, decoding)).isFalse();
            }
        }
    }

    /** Decodes and encodes again. */
    private interface Decoding {
        byte[] roundTrip(byte[] bytes) throws TrustFormatException;
    }

    /** Returns how many changed encodings were accepted. */
    private static int mutate(byte[] sound, int trials, Decoding decoding) {
        assertThat(accepts(sound, decoding)).as("the original").isTrue();
        for (int length = 0; length < sound.length; length += 1 + sound.length / 500) {
            accepts(Arrays.copyOf(sound, length), decoding);
        }
        Random random = new Random(sound.length);
        int accepted = 0;
        for (int trial = 0; trial < trials; trial++) {
            byte[] mutated = mutation(sound, random);
            if (accepts(mutated, decoding) && !Arrays.equals(mutated, sound)) {
                accepted++;
            }
        }
        return accepted;
    }

    private static boolean accepts(byte[] bytes, Decoding decoding) {
        try {
            assertThat(decoding.roundTrip(bytes)).isEqualTo(bytes);
            return true;
        } catch (TrustFormatException e) {
            assertThat(e.getMessage()).isNotEmpty();
            return false;
        }
    }

    private static byte[] mutation(byte[] sound, Random random) {
        byte[] mutated = sound.clone();
        int at = random.nextInt(sound.length);
        switch (random.nextInt(6)) {
            case 0 -> mutated[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> mutated[at] = (byte) random.nextInt(256);
            case 2 -> Arrays.fill(mutated, at, Math.min(at + 4, sound.length), (byte) 0xFF);
            case 3 -> mutated = Arrays.copyOf(mutated, at);
            case 4 -> {
                mutated = Arrays.copyOf(mutated, sound.length + 1 + random.nextInt(64));
                mutated[sound.length] = (byte) random.nextInt(256);
            }
            default -> {
                mutated = Arrays.copyOf(mutated, sound.length + 1);
                System.arraycopy(sound, at, mutated, at + 1, sound.length - at);
            }
        }
        return mutated;
    }
}
