package dev.starling.crypto.trust;

import static dev.starling.crypto.trust.TestFederation.FOUNDERS;
import static dev.starling.crypto.trust.TestFederation.FOUNDING;
import static dev.starling.crypto.trust.TestFederation.ID;
import static dev.starling.crypto.trust.TestFederation.QUORUM;
import static dev.starling.crypto.trust.TestFederation.admission;
import static dev.starling.crypto.trust.TestFederation.identity;
import static dev.starling.crypto.trust.TestFederation.invitation;
import static dev.starling.crypto.trust.TestFederation.member;
import static dev.starling.crypto.trust.TestFederation.signed;
import static dev.starling.crypto.trust.TestFederation.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.trust.Extension.Outcome;
import dev.starling.crypto.trust.document.Invitation;
import dev.starling.crypto.trust.document.Member;
import dev.starling.crypto.trust.document.TrustFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RosterTest {
    @Test
    void beginsWithTheFoundersInWhateverOrderTheyAreNamed() {
        List<Member> reversed = new ArrayList<>(FOUNDERS);
        Collections.reverse(reversed);
        Roster roster = Roster.founding(ID, QUORUM, reversed);
        assertThat(roster).isEqualTo(FOUNDING).hasSameHashCodeAs(FOUNDING);
        assertThat(roster.members()).isEqualTo(FOUNDING.members()).containsExactlyInAnyOrderElementsOf(FOUNDERS);
        assertThat(roster.members()).isSortedAccordingTo((a, b) -> a.id().compareTo(b.id()));
        assertThat(roster.version()).isZero();
        assertThat(roster.head()).isEqualTo(ID);
        assertThat(roster.decide(identity(0).peerId())).isEqualTo(TrustDecision.MEMBER);
        assertThat(roster.decide(identity(5).peerId())).isEqualTo(TrustDecision.STRANGER);
    }

    @Test
    void refusesAnImpossibleQuorumAndAFounderNamedTwice() {
        assertThatThrownBy(() -> Roster.founding(ID, 0, FOUNDERS)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Roster.founding(ID, 4, FOUNDERS)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Roster.founding(ID, 1, List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Roster.founding(ID, 1, List.of(member(0), member(0))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void admitsWhomTwoOfThreeSignFor() {
        RosterEntry entry = signed(RosterEntry.propose(FOUNDING, new Admission(member(5), invitation(0, 1))), 1, 2);
        Extension extension = FOUNDING.extend(entry);
        assertThat(extension.outcome()).isEqualTo(Outcome.APPENDED);
        Roster roster = extension.roster();
        assertThat(roster.version()).isEqualTo(1);
        assertThat(roster.head()).isEqualTo(entry.hash());
        assertThat(roster.size()).isEqualTo(4);
        assertThat(roster.member(identity(5).peerId())).contains(member(5));
        assertThat(roster.log()).containsExactly(entry);
        assertThat(FOUNDING.version())
                .as("the roster that was asked is as it was")
                .isZero();
        assertThat(FOUNDING.contains(identity(5).peerId())).isFalse();
    }

    @Test
    void oneSignatureOfThreeIsTooFew() {
        RosterEntry proposal = RosterEntry.propose(FOUNDING, new Admission(member(5), invitation(0, 1)));
        assertRefused(FOUNDING, proposal, Outcome.TOO_FEW_SIGNATURES);
        assertRefused(FOUNDING, signed(proposal, 0), Outcome.TOO_FEW_SIGNATURES);
        assertRefused(FOUNDING, signed(proposal, 0, 0), Outcome.TOO_FEW_SIGNATURES);
    }

    @Test
    void theNewcomerAndStrangersCannotVoteForIt() {
        RosterEntry proposal = RosterEntry.propose(FOUNDING, new Admission(member(5), invitation(0, 1)));
        assertRefused(FOUNDING, signed(proposal, 0, 5), Outcome.BAD_SIGNATURE);
        assertRefused(FOUNDING, signed(proposal, 0, 1, 9), Outcome.BAD_SIGNATURE);
        assertThat(FOUNDING.approvals(signed(proposal, 0, 5, 9)))
                .containsExactly(identity(0).peerId());
    }

    @Test
    void aNewcomerVotesOnceItIsAdmitted() {
        Roster roster = with(FOUNDING, 5);
        RosterEntry entry = signed(RosterEntry.propose(roster, new Admission(member(6), invitation(5, 1))), 5, 2);
        assertThat(roster.extend(entry).outcome()).isEqualTo(Outcome.APPENDED);
    }

    @Test
    void aSignatureForAnotherEntryIsBad() throws Exception {
        byte[] mine = signed(RosterEntry.propose(FOUNDING, new Admission(member(5), invitation(0, 1))), 0, 1)
                .encode();
        byte[] other = signed(RosterEntry.propose(FOUNDING, new Admission(member(6), invitation(0, 1))), 0, 1)
                .encode();
        System.arraycopy(other, other.length - 64, mine, mine.length - 64, 64);
        assertRefused(FOUNDING, RosterEntry.decode(mine), Outcome.BAD_SIGNATURE);
    }

    @Test
    void anInvitationAdmitsOnlyOnce() {
        Invitation ticket = invitation(0, 1);
        Roster roster = FOUNDING.extend(signed(RosterEntry.propose(FOUNDING, new Admission(member(5), ticket)), 0, 1))
                .roster();
        assertRefused(
                roster,
                signed(RosterEntry.propose(roster, new Admission(member(6), ticket)), 0, 1),
                Outcome.INVITATION_USED);
    }

    @Test
    void anInvitationFromOutsideOrForElsewhereOrAlteredAdmitsNobody() throws Exception {
        Invitation fromOutside = invitation(9, 1);
        Invitation forElsewhere = Invitation.issue(
                identity(0), Digest.of(), TestFederation.ADDRESSES, TestFederation.EXPIRY, new Random(1));
        byte[] bytes = invitation(0, 1).encode();
        bytes[75] ^= 1;
        Invitation altered = Invitation.decode(bytes);
        for (Invitation ticket : List.of(fromOutside, forElsewhere, altered)) {
            assertRefused(
                    FOUNDING,
                    signed(RosterEntry.propose(FOUNDING, new Admission(member(5), ticket)), 0, 1),
                    Outcome.INVITATION_INVALID);
        }
    }

    @Test
    void nobodyIsAdmittedTwice() {
        assertRefused(FOUNDING, admission(FOUNDING, 1), Outcome.ALREADY_MEMBER);
        Roster roster = with(FOUNDING, 5);
        assertRefused(
                roster,
                signed(RosterEntry.propose(roster, new Admission(member(5), invitation(0, 77))), 0, 1),
                Outcome.ALREADY_MEMBER);
    }

    @Test
    void anEntryFitsOnlyWhereItWasProposed() {
        Roster roster = with(FOUNDING, 5);
        assertRefused(roster, admission(FOUNDING, 6), Outcome.WRONG_PREVIOUS);
        assertRefused(FOUNDING, admission(roster, 6), Outcome.WRONG_PREVIOUS);
        assertRefused(with(FOUNDING, 7), admission(roster, 6), Outcome.WRONG_PREVIOUS);
    }

    @Test
    void tellsWhatSomebodyBehindLacks() {
        Roster roster = with(FOUNDING, 5, 6, 7);
        assertThat(roster.logAfter(0)).isEqualTo(roster.log());
        assertThat(roster.logAfter(2)).containsExactly(roster.log().get(2));
        assertThat(roster.logAfter(3)).isEmpty();
        assertThat(roster.logAfter(99)).isEmpty();
        assertThatThrownBy(() -> roster.logAfter(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theFileComesBack() throws Exception {
        for (Roster roster : List.of(FOUNDING, with(FOUNDING, 5, 6, 7))) {
            Roster read = Roster.decodeLog(ID, QUORUM, FOUNDERS, roster.encodeLog());
            assertThat(read).isEqualTo(roster);
            assertThat(read.log()).isEqualTo(roster.log());
            assertThat(read.members()).isEqualTo(roster.members());
        }
    }

    @Test
    void theFileSaysWhatIsWrongWithIt() {
        byte[] file = with(FOUNDING, 5, 6).encodeLog();
        assertFileRefused(new byte[0], "cut off");
        assertFileRefused(changed(file, 0), "magic");
        assertFileRefused(changed(file, 8), "version");
        assertFileRefused(changed(file, 10), "federation");
        assertFileRefused(changed(file, file.length - 1), "entry 1 does not hold: BAD_SIGNATURE");
        assertFileRefused(Arrays.copyOf(file, file.length - 1), "entry 1 is cut off");
        assertFileRefused(Arrays.copyOf(file, file.length + 1), "after its end");
        assertThatThrownBy(() -> Roster.decodeLog(ID, 3, FOUNDERS, file))
                .isInstanceOf(TrustFormatException.class)
                .hasMessageContaining("entry 0 does not hold: TOO_FEW_SIGNATURES");
    }

    @Test
    void anAbsurdEntryCountOrLengthAllocatesNothing() {
        byte[] file = FOUNDING.encodeLog();
        ByteBuffer numbers = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        numbers.putInt(Integer.MAX_VALUE).putInt(Integer.MAX_VALUE);
        byte[] absurd = Arrays.copyOf(file, file.length + 4);
        System.arraycopy(numbers.array(), 0, absurd, file.length - 4, 8);
        assertFileRefused(absurd, "entry 0 has 2147483647 bytes, more than the 204800 allowed");
        System.arraycopy(numbers.array(), 0, file, file.length - 4, 4);
        assertFileRefused(file, "entry 0 is cut off");
    }

    private static void assertRefused(Roster roster, RosterEntry entry, Outcome outcome) {
        Extension extension = roster.extend(entry);
        assertThat(extension.outcome()).isEqualTo(outcome);
        assertThat(extension.roster()).isSameAs(roster);
    }

    private static void assertFileRefused(byte[] file, String message) {
        assertThatThrownBy(() -> Roster.decodeLog(ID, QUORUM, FOUNDERS, file))
                .isInstanceOf(TrustFormatException.class)
                .hasMessageContaining(message);
    }

    private static byte[] changed(byte[] file, int index) {
        byte[] copy = file.clone();
        copy[index] ^= 1;
        return copy;
    }
}
