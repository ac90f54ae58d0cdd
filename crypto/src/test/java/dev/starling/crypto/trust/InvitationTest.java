package dev.starling.crypto.trust;

import static dev.starling.crypto.TestKeys.NOW;
import static dev.starling.crypto.trust.TestFederation.ADDRESSES;
import static dev.starling.crypto.trust.TestFederation.EXPIRY;
import static dev.starling.crypto.trust.TestFederation.FOUNDING;
import static dev.starling.crypto.trust.TestFederation.ID;
import static dev.starling.crypto.trust.TestFederation.identity;
import static dev.starling.crypto.trust.TestFederation.invitation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.trust.document.Invitation;
import dev.starling.crypto.trust.document.TrustFormatException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvitationTest {
    private static final Invitation INVITATION = invitation(0, 1);

    @Test
    void everyFieldComesBackFromTheText() throws Exception {
        Invitation parsed = Invitation.parse(INVITATION.text());
        assertThat(parsed).isEqualTo(INVITATION).hasSameHashCodeAs(INVITATION);
        assertThat(parsed.federation()).isEqualTo(ID);
        assertThat(parsed.inviter()).isEqualTo(identity(0).peerId());
        assertThat(parsed.inviterKey()).isEqualTo(identity(0).publicIdentity().signingKey());
        assertThat(parsed.addresses()).isEqualTo(ADDRESSES);
        assertThat(parsed.expiry()).isEqualTo(EXPIRY);
        assertThat(parsed.id()).isEqualTo(Digest.of(INVITATION.encode()));
        assertThat(parsed.encode()).isEqualTo(INVITATION.encode());
    }

    @Test
    void theTextIsOneLineThatASharedChatDoesNotBreak() {
        assertThat(INVITATION.text()).matches("starling1:[A-Za-z0-9_-]+").hasSizeLessThan(400);
    }

    @Test
    void theLargestInvitationFitsBothCaps() throws Exception {
        String longest = "x".repeat(250) + ":7070";
        Invitation largest = Invitation.issue(identity(0), ID, Collections.nCopies(8, longest), EXPIRY, new Random(3));
        assertThat(largest.encode()).hasSize(Invitation.MAX_BYTES);
        assertThat(largest.text()).hasSizeLessThanOrEqualTo(4096);
        assertThat(Invitation.parse(largest.text())).isEqualTo(largest);
    }

    @Test
    void theNonceMakesTwoInvitationsDiffer() {
        assertThat(invitation(0, 1).id()).isNotEqualTo(invitation(0, 2).id());
    }

    @Test
    void printingItDoesNotGiveItAway() {
        assertThat(INVITATION).hasToString("Invitation[" + INVITATION.id().shortHex() + "]");
    }

    @Test
    void noLostOrChangedCharacterGoesUnnoticed() {
        String text = INVITATION.text();
        for (int i = 0; i < text.length(); i++) {
            char other = text.charAt(i) == 'x' ? 'y' : 'x';
            String altered = text.substring(0, i) + other + text.substring(i + 1);
            String cut = text.substring(0, i);
            String without = cut + text.substring(i + 1);
            for (String broken : List.of(altered, cut, without)) {
                assertThatThrownBy(() -> Invitation.parse(broken)).isInstanceOf(TrustFormatException.class);
            }
        }
    }

    @Test
    void sayWhetherPrefixBase64LengthOrChecksumIsWrong() {
        String text = INVITATION.text();
        assertParseFails("Starling1:" + text.substring(10), "prefix");
        assertParseFails("starling1:", "length");
        assertParseFails("starling1:AAAA", "length");
        assertParseFails(text + "x".repeat(4096), "length");
        assertParseFails(text.substring(0, 40) + " " + text.substring(40), "base64");
        assertParseFails(text + "=", "base64");
        assertParseFails(text.substring(0, 40) + "AAAA" + text.substring(44), "checksum");
        assertParseFails(text.substring(0, text.length() - 8), "checksum");
        assertParseFails(text + "AAAA", "checksum");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "clinic.example",
                "clinic.example:",
                ":7070",
                "clinic.example:0",
                "clinic.example:65536",
                "clinic.example:7070 ",
                "2001:db8::7:7070",
                "http://clinic:7070",
                "klinik-köln.example:7070",
                ""
            })
    void refusesWhatIsNotHostAndPort(String address) {
        assertThatThrownBy(() -> Invitation.issue(identity(0), ID, List.of(address), EXPIRY, new Random(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("host:port");
    }

    @Test
    void refusesNoAddressNineAddressesAndAnImpossibleExpiry() {
        Random random = new Random(1);
        List<String> nine = Collections.nCopies(9, "a:1");
        assertThatThrownBy(() -> Invitation.issue(identity(0), ID, List.of(), EXPIRY, random))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Invitation.issue(identity(0), ID, nine, EXPIRY, random))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Invitation.issue(identity(0), ID, ADDRESSES, Instant.MAX, random))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Invitation.issue(identity(0), ID, ADDRESSES, Instant.MIN, random))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isValidForItsFederationUntilItExpires() {
        assertThat(InvitationCheck.of(INVITATION, FOUNDING, NOW)).isEqualTo(InvitationCheck.VALID);
        assertThat(InvitationCheck.of(INVITATION, FOUNDING, EXPIRY.minusNanos(1)))
                .isEqualTo(InvitationCheck.VALID);
        assertThat(InvitationCheck.of(INVITATION, FOUNDING, EXPIRY)).isEqualTo(InvitationCheck.EXPIRED);
    }

    @Test
    void isOfNoUseElsewhereOrFromAStranger() {
        Invitation elsewhere = Invitation.issue(identity(0), Digest.of(new byte[1]), ADDRESSES, EXPIRY, new Random(1));
        assertThat(InvitationCheck.of(elsewhere, FOUNDING, NOW)).isEqualTo(InvitationCheck.WRONG_FEDERATION);
        assertThat(InvitationCheck.of(invitation(9, 1), FOUNDING, NOW)).isEqualTo(InvitationCheck.UNKNOWN_INVITER);
    }

    @Test
    void aLaterExpiryWrittenIntoItIsAltered() throws Exception {
        byte[] forged = INVITATION.encode();
        forged[1 + 32 + 32 + 3]++;
        Invitation longer = Invitation.decode(forged);
        assertThat(longer.expiry()).isAfter(EXPIRY);
        assertThat(InvitationCheck.of(longer, FOUNDING, NOW)).isEqualTo(InvitationCheck.ALTERED);
    }

    @Test
    void cannotBeIssuedInAnotherMembersName() throws Exception {
        byte[] forged = invitation(9, 1).encode();
        System.arraycopy(identity(0).publicIdentity().signingKey().raw(), 0, forged, 33, 32);
        assertThat(InvitationCheck.of(Invitation.decode(forged), FOUNDING, NOW)).isEqualTo(InvitationCheck.ALTERED);
    }

    @Test
    void isUsedUpByAnAdmission() {
        Roster roster = FOUNDING.extend(TestFederation.signed(
                        RosterEntry.propose(FOUNDING, new Admission(TestFederation.member(5), INVITATION)), 0, 1))
                .roster();
        assertThat(InvitationCheck.of(INVITATION, roster, NOW)).isEqualTo(InvitationCheck.USED);
        assertThat(InvitationCheck.of(INVITATION, roster, EXPIRY)).isEqualTo(InvitationCheck.EXPIRED);
        assertThat(InvitationCheck.of(invitation(0, 2), roster, NOW)).isEqualTo(InvitationCheck.VALID);
    }

    @Test
    void decodingRefusesCountsAndLengthsBeyondWhatIsThere() {
        byte[] sound = INVITATION.encode();
        int count = 1 + 32 + 32 + 8 + 16;
        byte[] manyAddresses = sound.clone();
        manyAddresses[count] = 9;
        assertDecodeFails(manyAddresses, "address count");
        byte[] longAddress = sound.clone();
        longAddress[count + 1] = (byte) 0xFF;
        assertDecodeFails(longAddress, "cut off");
        assertDecodeFails(Arrays.copyOf(sound, sound.length + 1), "after its end");
        assertDecodeFails(new byte[Invitation.MAX_BYTES + 1], "more than");
    }

    private static void assertParseFails(String text, String message) {
        assertThatThrownBy(() -> Invitation.parse(text))
                .isInstanceOf(TrustFormatException.class)
                .hasMessageContaining(message);
    }

    private static void assertDecodeFails(byte[] bytes, String message) {
        assertThatThrownBy(() -> Invitation.decode(bytes))
                .isInstanceOf(TrustFormatException.class)
                .hasMessageContaining(message);
    }
}
