package dev.starling.crypto.trust;

import static dev.starling.crypto.trust.TestFederation.FOUNDERS;
import static dev.starling.crypto.trust.TestFederation.FOUNDING;
import static dev.starling.crypto.trust.TestFederation.ID;
import static dev.starling.crypto.trust.TestFederation.QUORUM;
import static dev.starling.crypto.trust.TestFederation.identity;
import static dev.starling.crypto.trust.TestFederation.invitation;
import static dev.starling.crypto.trust.TestFederation.member;
import static dev.starling.crypto.trust.TestFederation.signed;
import static dev.starling.crypto.trust.TestFederation.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.crypto.TestKeys;
import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Extension.Outcome;
import dev.starling.crypto.trust.Reconciliation.Result;
import dev.starling.crypto.trust.document.Invitation;
import java.util.List;
import org.junit.jupiter.api.Test;

class RevocationTest {
    private static final String REASON = "its key was copied";

    private static RosterEntry revocation(Roster roster, int member, int... signers) {
        return signed(RosterEntry.propose(roster, new Revocation(id(member), REASON)), signers);
    }

    private static PeerId id(int number) {
        return identity(number).peerId();
    }

    @Test
    void aQuorumOfTheOthersRemovesAMember() {
        RosterEntry entry = revocation(FOUNDING, 2, 0, 1);
        Extension extension = FOUNDING.extend(entry);
        assertThat(extension.outcome()).isEqualTo(Outcome.APPENDED);
        Roster roster = extension.roster();
        assertThat(roster.contains(id(2))).isFalse();
        assertThat(roster.size()).isEqualTo(2);
        assertThat(roster.decide(id(2))).isEqualTo(TrustDecision.REVOKED);
        assertThat(roster.revocation(id(2))).contains(entry);
        assertThat(roster.revocation(id(0))).isEmpty();
        assertThat(roster.at(0).contains(id(2)))
                .as("the roster of the day before")
                .isTrue();
    }

    @Test
    void everyFieldComesBack() throws Exception {
        RosterEntry entry = revocation(with(FOUNDING, 5), 2, 5, 0);
        RosterEntry decoded = RosterEntry.decode(entry.encode());
        assertThat(decoded).isEqualTo(entry);
        assertThat(decoded.change()).isEqualTo(new Revocation(id(2), REASON));
        assertThat(decoded.signatures()).containsOnlyKeys(id(0), id(5));
    }

    @Test
    void whoIsToBeRemovedHasNoVote() {
        assertThat(FOUNDING.extend(revocation(FOUNDING, 2, 0)).outcome()).isEqualTo(Outcome.TOO_FEW_SIGNATURES);
        assertThat(FOUNDING.extend(revocation(FOUNDING, 2, 0, 2)).outcome()).isEqualTo(Outcome.BAD_SIGNATURE);
        assertThat(FOUNDING.approvals(revocation(FOUNDING, 2, 0, 2))).containsExactly(id(0));
        RosterEntry spoilt = revocation(FOUNDING, 2, 0, 1, 2, 9);
        assertThat(FOUNDING.extend(spoilt).outcome()).isEqualTo(Outcome.BAD_SIGNATURE);
        assertThat(FOUNDING.extend(FOUNDING.verified(spoilt)).outcome()).isEqualTo(Outcome.APPENDED);
    }

    @Test
    void theLastQuorumStays() {
        Roster two = FOUNDING.extend(revocation(FOUNDING, 2, 0, 1)).roster();
        assertThat(two.judge(new Revocation(id(1), REASON))).isEqualTo(Outcome.TOO_FEW_LEFT);
        assertThat(two.extend(revocation(two, 1, 0, 1)).outcome()).isEqualTo(Outcome.TOO_FEW_LEFT);
        Roster lonely = Roster.founding(ID, 1, List.of(member(0)));
        assertThat(lonely.judge(new Revocation(id(0), REASON))).isEqualTo(Outcome.TOO_FEW_LEFT);
    }

    @Test
    void onlyMembersAreRemovedAndOnlyOnce() {
        assertThat(FOUNDING.extend(revocation(FOUNDING, 7, 0, 1)).outcome()).isEqualTo(Outcome.NOT_A_MEMBER);
        Roster roster = with(FOUNDING, 5);
        Roster without = roster.extend(revocation(roster, 5, 0, 1)).roster();
        assertThat(without.extend(revocation(without, 5, 0, 1)).outcome()).isEqualTo(Outcome.NOT_A_MEMBER);
    }

    @Test
    void aRemovedIdentityComesBackOnNoInvitation() {
        Roster roster = with(FOUNDING, 5);
        Roster without = roster.extend(revocation(roster, 5, 0, 1)).roster();
        Admission onTheOldTicket = new Admission(member(5), invitation(0, 5));
        Admission onANewTicket = new Admission(member(5), invitation(0, 77));
        for (Admission admission : List.of(onTheOldTicket, onANewTicket)) {
            assertThat(without.judge(admission)).isEqualTo(Outcome.REVOKED);
            assertThat(without.extend(signed(RosterEntry.propose(without, admission), 0, 1))
                            .outcome())
                    .isEqualTo(Outcome.REVOKED);
        }
        assertThat(InvitationCheck.of(invitation(0, 5), without, TestKeys.NOW)).isEqualTo(InvitationCheck.USED);
    }

    @Test
    void whatARemovedMemberSignedAndWhomItInvitedBeforeCountsNoMore() {
        Roster roster = with(FOUNDING, 5, 6);
        Invitation open = invitation(5, 1);
        Roster without = roster.extend(revocation(roster, 5, 0, 1)).roster();
        assertThat(InvitationCheck.of(open, without, TestKeys.NOW)).isEqualTo(InvitationCheck.UNKNOWN_INVITER);
        assertThat(without.judge(new Admission(member(8), open))).isEqualTo(Outcome.INVITATION_INVALID);
        assertThat(without.extend(revocation(without, 6, 0, 5)).outcome()).isEqualTo(Outcome.BAD_SIGNATURE);
    }

    @Test
    void aRemovedFounderMayBeInTheFile() throws Exception {
        Roster roster = with(FOUNDING, 5, 6);
        Roster without = with(roster.extend(revocation(roster, 2, 5, 6)).roster(), 7);
        Roster read = Roster.decodeLog(ID, QUORUM, FOUNDERS, without.encodeLog());
        assertThat(read).isEqualTo(without);
        assertThat(read.members()).isEqualTo(without.members());
        assertThat(read.decide(id(2))).isEqualTo(TrustDecision.REVOKED);
    }

    @Test
    void aReasonIsOneShortPrintableLine() {
        for (String reason : List.of("", " ", "a\nb", "x".repeat(201), "back\u202Ewards", " blank")) {
            assertThatThrownBy(() -> new Revocation(id(1), reason)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** With a quorum of one each of two members removes the other before it hears of it. */
    @Test
    void ofTwoWhoRemoveEachOtherOneStaysAndAllAgreeWhich() {
        Roster start = Roster.founding(ID, 1, FOUNDERS);
        Roster byZero = start.extend(revocation(start, 1, 0)).roster();
        Roster byOne = start.extend(revocation(start, 0, 1)).roster();
        Roster winner = byZero.head().compareTo(byOne.head()) < 0 ? byZero : byOne;
        Roster loser = winner.equals(byZero) ? byOne : byZero;
        Reconciliation kept = winner.reconcile(loser.log(), 0);
        Reconciliation switched = loser.reconcile(winner.log(), 0);
        assertThat(kept.result()).isEqualTo(Result.FORK_KEPT);
        assertThat(switched.result()).isEqualTo(Result.FORK_SWITCHED);
        assertThat(switched.roster()).isEqualTo(winner);
        assertThat(kept.displaced()).isEqualTo(loser.log());
        RosterEntry displaced = loser.log().get(0);
        RosterEntry again = RosterEntry.propose(winner, displaced.change());
        int loserNumber = winner.equals(byZero) ? 1 : 0;
        assertThat(winner.extend(again.signedBy(identity(loserNumber), ID)).outcome())
                .isEqualTo(Outcome.BAD_SIGNATURE);
    }

    @Test
    void aRevocationOnTheLosingSideOfAForkIsDisplacedUnlessBothRemoveTheSame() {
        Roster common = with(FOUNDING, 5, 6);
        Roster shorter = common.extend(revocation(common, 5, 0, 1)).roster();
        Roster longer = with(common, 7, 8);
        assertThat(shorter.reconcile(longer.log(), 0).displaced()).isEqualTo(shorter.logAfter(2));
        Roster alsoWithout = longer.extend(revocation(longer, 5, 0, 2)).roster();
        assertThat(shorter.reconcile(alsoWithout.log(), 0).displaced()).isEmpty();
    }

    @Test
    void aSignatureForAnotherFederationIsBad() {
        RosterEntry foreign = RosterEntry.propose(FOUNDING, new Revocation(id(2), REASON))
                .signedBy(identity(0), Digest.of())
                .signedBy(identity(1), Digest.of());
        assertThat(FOUNDING.extend(foreign).outcome()).isEqualTo(Outcome.BAD_SIGNATURE);
    }
}
