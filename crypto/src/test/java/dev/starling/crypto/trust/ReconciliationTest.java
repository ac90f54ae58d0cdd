package dev.starling.crypto.trust;

import static dev.starling.crypto.trust.TestFederation.FOUNDING;
import static dev.starling.crypto.trust.TestFederation.admission;
import static dev.starling.crypto.trust.TestFederation.identity;
import static dev.starling.crypto.trust.TestFederation.invitation;
import static dev.starling.crypto.trust.TestFederation.member;
import static dev.starling.crypto.trust.TestFederation.signed;
import static dev.starling.crypto.trust.TestFederation.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.trust.Reconciliation.Result;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReconciliationTest {
    private static final Roster COMMON = with(FOUNDING, 5, 6);

    @Test
    void twoEqualLogsAreTheSameFromEveryIndex() {
        for (int from = 0; from <= 2; from++) {
            assertUnchanged(COMMON, COMMON.reconcile(COMMON.logAfter(from), from), Result.SAME);
        }
    }

    @Test
    void theSameEntriesWithOtherSignersAreTheSame() {
        RosterEntry byZeroAndOne =
                signed(RosterEntry.propose(FOUNDING, new Admission(member(5), invitation(0, 1))), 0, 1);
        RosterEntry byOneAndTwo =
                signed(RosterEntry.propose(FOUNDING, new Admission(member(5), invitation(0, 1))), 1, 2);
        Roster ours = FOUNDING.extend(byZeroAndOne).roster();
        assertUnchanged(ours, ours.reconcile(List.of(byOneAndTwo), 0), Result.SAME);
    }

    @Test
    void whoIsBehindCatchesUp() {
        Roster ahead = with(COMMON, 7, 8);
        for (int from = 0; from <= 2; from++) {
            Reconciliation caughtUp = COMMON.reconcile(ahead.logAfter(from), from);
            assertThat(caughtUp.result()).isEqualTo(Result.EXTENDED);
            assertThat(caughtUp.roster()).isEqualTo(ahead);
            assertThat(caughtUp.roster().members()).isEqualTo(ahead.members());
            assertThat(caughtUp.displaced()).isEmpty();
        }
    }

    @Test
    void whoIsAheadLearnsThatTheOtherIsBehind() {
        Roster ahead = with(COMMON, 7, 8);
        assertUnchanged(ahead, ahead.reconcile(COMMON.log(), 0), Result.BEHIND);
        assertUnchanged(ahead, ahead.reconcile(COMMON.logAfter(1), 1), Result.BEHIND);
        assertUnchanged(ahead, ahead.reconcile(List.of(), 2), Result.BEHIND);
        assertUnchanged(ahead, ahead.reconcile(List.of(), 4), Result.SAME);
    }

    @Test
    void entriesBeyondOurEndAreAGap() {
        Roster ahead = with(COMMON, 7, 8);
        assertUnchanged(COMMON, COMMON.reconcile(ahead.logAfter(3), 3), Result.GAP);
        assertUnchanged(COMMON, COMMON.reconcile(List.of(), 3), Result.GAP);
    }

    @Test
    void entriesFromAfterTheForkAreAGapUntilTheForkIsShown() {
        Roster ours = with(COMMON, 7, 8);
        Roster theirs = with(COMMON, 9, 10, 11);
        assertUnchanged(ours, ours.reconcile(theirs.logAfter(4), 4), Result.GAP);
        assertUnchanged(ours, ours.reconcile(theirs.logAfter(3), 3), Result.GAP);
        assertThat(ours.reconcile(theirs.logAfter(2), 2).result()).isEqualTo(Result.FORK_SWITCHED);
    }

    @Test
    void theLongerForkWinsAndTheOthersNewcomersAreDisplaced() {
        Roster longer = with(COMMON, 7, 8);
        Roster shorter = with(COMMON, 9);
        Reconciliation switched = shorter.reconcile(longer.log(), 0);
        assertThat(switched.result()).isEqualTo(Result.FORK_SWITCHED);
        assertThat(switched.roster()).isEqualTo(longer);
        assertThat(switched.displaced()).containsExactly(shorter.log().get(2));
        Reconciliation kept = longer.reconcile(shorter.log(), 0);
        assertThat(kept.result()).isEqualTo(Result.FORK_KEPT);
        assertThat(kept.roster()).isSameAs(longer);
        assertThat(kept.displaced()).containsExactly(shorter.log().get(2));
    }

    @Test
    void ofEquallyLongForksTheSmallerHeadWinsOnBothSides() {
        Roster one = with(COMMON, 7, 8);
        Roster two = with(COMMON, 9, 10);
        Roster winner = one.head().compareTo(two.head()) < 0 ? one : two;
        Roster loser = winner.equals(one) ? two : one;
        assertThat(winner.reconcile(loser.logAfter(2), 2).result()).isEqualTo(Result.FORK_KEPT);
        Reconciliation switched = loser.reconcile(winner.logAfter(2), 2);
        assertThat(switched.result()).isEqualTo(Result.FORK_SWITCHED);
        assertThat(switched.roster()).isEqualTo(winner);
        assertThat(switched.displaced()).isEqualTo(loser.logAfter(2));
    }

    @Test
    void whoeverBothForksAdmitIsNotDisplaced() {
        Roster longer = with(COMMON, 7, 8, 9);
        Roster shorter = with(COMMON, 8, 10);
        assertThat(shorter.reconcile(longer.log(), 0).displaced())
                .extracting(entry -> entry.change().subject())
                .containsExactly(identity(10).peerId().digest());
    }

    @Test
    void theDisplacedCanBeProposedAgainOnTheSameInvitation() {
        Roster shorter = with(COMMON, 9);
        Reconciliation switched = shorter.reconcile(with(COMMON, 7, 8).log(), 0);
        RosterEntry displaced = switched.displaced().get(0);
        RosterEntry again = signed(RosterEntry.propose(switched.roster(), displaced.change()), 1, 2);
        assertThat(switched.roster().extend(again).outcome()).isEqualTo(Extension.Outcome.APPENDED);
    }

    @Test
    void oneFalseEntryMakesTheWholeAnswerInvalid() {
        Roster ahead = with(COMMON, 7, 8);
        RosterEntry tooFew = signed(RosterEntry.propose(ahead, new Admission(member(9), invitation(0, 9))), 0);
        List<RosterEntry> badEnd = new ArrayList<>(ahead.log());
        badEnd.add(tooFew);
        assertUnchanged(COMMON, COMMON.reconcile(badEnd, 0), Result.INVALID);

        List<RosterEntry> hole = List.of(ahead.log().get(3));
        assertUnchanged(COMMON, COMMON.reconcile(hole, 2), Result.INVALID);

        List<RosterEntry> repeated = List.of(ahead.log().get(2), ahead.log().get(2));
        assertUnchanged(COMMON, COMMON.reconcile(repeated, 2), Result.INVALID);

        Roster fork = with(FOUNDING, 9, 10, 11);
        List<RosterEntry> forgedFork = new ArrayList<>(fork.log());
        forgedFork.add(RosterEntry.propose(fork, new Admission(member(12), invitation(0, 12))));
        assertUnchanged(COMMON, COMMON.reconcile(forgedFork, 0), Result.INVALID);
        assertUnchanged(COMMON, COMMON.reconcile(COMMON.log(), -1), Result.INVALID);
    }

    @Test
    void aLogOfAnotherFederationIsInvalid() {
        Roster other = Roster.founding(Digest.of(), TestFederation.QUORUM, TestFederation.FOUNDERS);
        RosterEntry foreign = signed(RosterEntry.propose(other, new Admission(member(7), invitation(0, 7))), 0, 1);
        assertUnchanged(COMMON, COMMON.reconcile(List.of(foreign), 0), Result.INVALID);
    }

    /** Random trees of logs, told to many members in random order and in random pieces: all end with the same roster. */
    @Test
    void whoeverHearsTheSameLogsHoldsTheSameRosterWhateverTheOrder() {
        Random random = new Random(20261101);
        for (int federation = 0; federation < 20; federation++) {
            List<Roster> branches = randomBranches(random);
            Set<Roster> settled = new HashSet<>();
            for (int listener = 0; listener < 8; listener++) {
                List<Roster> heard = new ArrayList<>(branches);
                Collections.shuffle(heard, random);
                settled.add(settle(heard, random));
            }
            assertThat(settled).as("federation %d", federation).hasSize(1);
            int longest = branches.stream().mapToInt(Roster::version).max().orElseThrow();
            assertThat(settled.iterator().next().version()).isEqualTo(longest);
        }
    }

    private static List<Roster> randomBranches(Random random) {
        List<Roster> branches = new ArrayList<>(List.of(FOUNDING));
        for (int newcomer = 20; newcomer < 28; newcomer++) {
            Roster parent = branches.get(random.nextInt(branches.size()));
            branches.add(parent.extend(admission(parent, newcomer)).roster());
        }
        return branches;
    }

    private static Roster settle(List<Roster> heard, Random random) {
        Roster mine = heard.get(0);
        for (Roster theirs : heard) {
            int from = random.nextInt(Math.max(theirs.version(), 1));
            Reconciliation told = mine.reconcile(theirs.logAfter(from), from);
            while (told.result() == Result.GAP) {
                from--;
                told = mine.reconcile(theirs.logAfter(from), from);
            }
            assertThat(told.result()).isNotEqualTo(Result.INVALID);
            mine = told.roster();
        }
        return mine;
    }

    private static void assertUnchanged(Roster ours, Reconciliation reconciliation, Result result) {
        assertThat(reconciliation.result()).isEqualTo(result);
        assertThat(reconciliation.roster()).isSameAs(ours);
        assertThat(reconciliation.displaced()).isEmpty();
    }
}
