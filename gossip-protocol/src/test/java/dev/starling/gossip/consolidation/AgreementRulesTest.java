package dev.starling.gossip.consolidation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Revocation;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.RosterEntry;
import dev.starling.crypto.trust.document.Member;
import dev.starling.gossip.admission.Reason;
import dev.starling.gossip.admission.Verdict;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.message.Body;
import dev.starling.gossip.message.Body.Consolidated;
import dev.starling.gossip.message.Body.ConsolidationStatus;
import dev.starling.gossip.message.Body.ConsolidationVote;
import dev.starling.gossip.message.Body.ListProposal;
import dev.starling.gossip.message.Endorsement;
import dev.starling.gossip.message.ModelCertificate;
import dev.starling.gossip.message.ModelList;
import dev.starling.gossip.message.Participant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One voter of four, and what it does about things that no honest member says, or that are late. */
class AgreementRulesTest implements AgreementPort {
    private static final int EVERY = 5;
    private static final Digest GENESIS = Digest.of(new byte[] {7});

    private final Roster roster = founders();
    private Roster current = roster;
    private final List<PeerId> order = new Voters(roster).order(1);
    /** The proposer of the second attempt: a plain voter in the first. */
    private final PeerId self = order.get(1);

    private final Ballots ballots = new Ballots(self, EVERY, GENESIS, roster.federation());
    private final Agreement agreement = new Agreement(self, ballots, this, Electorate::holds);
    private final List<Body> said = new ArrayList<>();
    private final List<PeerId> contradicted = new ArrayList<>();

    @Test
    void aListThatTheProposerSendsIsSignedOnce() {
        assertThat(propose(order.get(0), 1, list(4), 0)).isEqualTo(Verdict.accept());
        assertThat(votes()).singleElement().satisfies(vote -> {
            assertThat(vote.list()).isEqualTo(list(4).hash());
            assertThat(vote.model()).isEmpty();
        });
        assertThat(propose(order.get(0), 1, list(3), 0)).isEqualTo(Verdict.ignore(Reason.STALE));
        assertThat(votes()).hasSize(1);
    }

    @Test
    void aListFromSomebodyElseThanTheProposerIsRefused() {
        assertThat(propose(order.get(2), 1, list(4), 0)).isEqualTo(Verdict.reject(Reason.WRONG_AUTHOR));
        assertThat(said).isEmpty();
    }

    @Test
    void aListThatDoesNotFollowFromTheLastModelIsRefused() {
        ModelList right = list(4);
        Digest other = Digest.of(new byte[] {9});
        List<Participant> reversed = new ArrayList<>(right.participants());
        Collections.reverse(reversed);
        List<Participant> twice = new ArrayList<>(right.participants());
        twice.set(1, twice.get(0));
        List<Participant> stranger = new ArrayList<>(right.participants());
        stranger.set(3, new Participant(new PeerId(Digest.of(new byte[] {-1})), 1, 5, GENESIS, 1, other));
        refused(new ModelList(1, 5, other, right.votersHead(), right.rosterHead(), right.participants()));
        refused(new ModelList(1, 5, GENESIS, right.votersHead(), right.rosterHead(), reversed));
        refused(new ModelList(1, 5, GENESIS, right.votersHead(), right.rosterHead(), twice));
        refused(new ModelList(1, 5, GENESIS, right.votersHead(), right.rosterHead(), stranger));
        refused(new ModelList(1, 10, GENESIS, right.votersHead(), right.rosterHead(), right.participants()));
        refused(list(2));
        assertThat(said).isEmpty();
    }

    private void refused(ModelList list) {
        assertThat(propose(order.get(0), 1, list, 0)).isEqualTo(Verdict.reject(Reason.WRONG_LIST));
    }

    @Test
    void aRosterThatIsNotKnownYetIsWaitedFor() {
        ModelList list =
                new ModelList(1, 5, GENESIS, roster.federation(), Digest.of(new byte[] {3}), list(4).participants());
        assertThat(propose(order.get(0), 1, list, 0)).isEqualTo(Verdict.later(Reason.ROSTER_UNKNOWN));
    }

    @Test
    void aProofThatNobodySignedIsRefused() {
        ModelList list = list(4);
        List<Endorsement> forged = endorsements(new Statement(1, 2, list.hash(), Optional.empty()), 3);
        Verdict verdict = agreement.proposal(order.get(0), new ListProposal(1, list, 1, forged), 0);
        assertThat(verdict).isEqualTo(Verdict.reject(Reason.CERTIFICATE_INVALID));
    }

    @Test
    void aLockedVoterSignsAnotherListOnlyWithTheProofOfALaterAttempt() {
        propose(order.get(0), 1, list(4), 1);
        assertThat(ballots.isLockedIn(1)).isTrue();
        said.clear();
        assertThat(propose(order.get(2), 3, list(3), 0)).isEqualTo(Verdict.accept());
        assertThat(votes()).isEmpty();
        assertThat(propose(order.get(3), 4, list(4), 1)).isEqualTo(Verdict.accept());
        assertThat(votes())
                .singleElement()
                .satisfies(vote -> assertThat(vote.attempt()).isEqualTo(4));
        said.clear();
        assertThat(propose(order.get(2), 7, list(3), 5)).isEqualTo(Verdict.accept());
        assertThat(votes())
                .singleElement()
                .satisfies(vote -> assertThat(vote.list()).isEqualTo(list(3).hash()));
    }

    @Test
    void nothingOfAnAttemptIsSignedAfterSomethingOfALaterOne() {
        propose(order.get(2), 3, list(4), 0);
        said.clear();
        assertThat(propose(order.get(0), 1, list(4), 1)).isEqualTo(Verdict.ignore(Reason.STALE));
        assertThat(votes()).isEmpty();
        assertThat(said).singleElement().isInstanceOf(ConsolidationStatus.class);
    }

    @Test
    void twoListsSignedInOneAttemptAreProofAgainstTheVoter() {
        agreement.status(order.get(0), new ConsolidationStatus(1, 2, Optional.empty(), Optional.empty()), 0);
        assertThat(vote(order.get(0), list(4).hash())).isEqualTo(Verdict.accept());
        assertThat(vote(order.get(0), list(4).hash())).isEqualTo(Verdict.accept());
        assertThat(contradicted).isEmpty();
        assertThat(vote(order.get(0), list(3).hash())).isEqualTo(Verdict.reject(Reason.EQUIVOCATION));
        assertThat(contradicted).containsExactly(order.get(0));
    }

    @Test
    void aVoteUnderSomebodyElsesNameIsRefused() {
        agreement.status(order.get(0), new ConsolidationStatus(1, 2, Optional.empty(), Optional.empty()), 0);
        Statement statement = new Statement(1, 2, list(4).hash(), Optional.empty());
        ConsolidationVote vote = new ConsolidationVote(
                1, 2, statement.list(), Optional.empty(), Electorate.signatureOf(statement, order.get(3)));
        assertThat(agreement.vote(order.get(0), vote, 0)).isEqualTo(Verdict.reject(Reason.BAD_SIGNATURE));
        assertThat(agreement.vote(new PeerId(GENESIS), vote, 0)).isEqualTo(Verdict.ignore(Reason.NOT_A_VOTER));
    }

    @Test
    void aCertificateNeedsMoreThanHalfOfTheVotersEachOnce() {
        Digest model = Digest.of(new byte[] {5});
        Statement statement = new Statement(1, 2, list(4).hash(), Optional.of(model));
        List<Endorsement> all = endorsements(statement, 3);
        List<Endorsement> repeated = List.of(all.get(0), all.get(0), all.get(1));
        assertThat(consolidated(model, all.subList(0, 2))).isEqualTo(Verdict.reject(Reason.CERTIFICATE_INVALID));
        assertThat(consolidated(model, repeated)).isEqualTo(Verdict.reject(Reason.CERTIFICATE_INVALID));
        assertThat(consolidated(GENESIS, all)).isEqualTo(Verdict.reject(Reason.CERTIFICATE_INVALID));
        assertThat(ballots.index()).isEqualTo(1);
        assertThat(consolidated(model, all)).isEqualTo(Verdict.accept());
        assertThat(ballots.index()).isEqualTo(2);
        assertThat(consolidated(model, all)).isEqualTo(Verdict.ignore(Reason.DUPLICATE));
    }

    @Test
    void aClaimOfAnAttemptFarAheadMovesNobody() {
        agreement.status(
                order.get(0), new ConsolidationStatus(1, Integer.MAX_VALUE, Optional.empty(), Optional.empty()), 0);
        assertThat(propose(order.get(0), 1, list(4), 0)).isEqualTo(Verdict.accept());
        assertThat(votes()).hasSize(1);
    }

    @Test
    void aVoteOfAnEarlierAttemptIsAnsweredByWhereThisMemberStands() {
        standsInAttempt(2);
        said.clear();
        Statement earlier = new Statement(1, 1, list(4).hash(), Optional.empty());
        byte[] signature = Electorate.signatureOf(earlier, order.get(2));
        ConsolidationVote vote = new ConsolidationVote(1, 1, earlier.list(), Optional.empty(), signature);
        assertThat(agreement.vote(order.get(2), vote, 0)).isEqualTo(Verdict.ignore(Reason.STALE));
        assertThat(standings()).containsExactly(2);
    }

    @Test
    void whoeverLeadsALaterAttemptAsksAllWhoAreThereWhereTheyStand() {
        standsInAttempt(2);
        assertThat(standings()).containsExactly(2, 2, 2);
        agreement.timerDue(250);
        assertThat(standings()).as("again, while nobody answers").hasSize(6);
        said.clear();
        standsInAttempt(3);
        assertThat(standings()).as("a plain voter tells the proposer alone").containsExactly(3);
    }

    @Test
    void aProposerThatWasRemovedIsNotWaitedFor() {
        PeerId third = order.get(2);
        Identity first = identity((byte) 1);
        Identity signer = first.peerId().equals(third) ? identity((byte) 2) : first;
        RosterEntry removal = RosterEntry.propose(roster, new Revocation(third, "its key was copied"))
                .signedBy(signer, roster.federation());
        current = roster.extend(removal).roster();
        assertThat(current.contains(third)).isFalse();
        standsInAttempt(3);
        said.clear();
        agreement.timerDue(1000);
        assertThat(standings()).containsExactly(4);
    }

    private void standsInAttempt(int attempt) {
        agreement.status(order.get(0), new ConsolidationStatus(1, attempt, Optional.empty(), Optional.empty()), 0);
    }

    private List<Integer> standings() {
        return said.stream()
                .filter(ConsolidationStatus.class::isInstance)
                .map(body -> ((ConsolidationStatus) body).attempt())
                .toList();
    }

    private Verdict propose(PeerId from, int attempt, ModelList list, int proofAttempt) {
        List<Endorsement> proof = proofAttempt == 0
                ? List.of()
                : endorsements(new Statement(1, proofAttempt, list.hash(), Optional.empty()), 3);
        return agreement.proposal(from, new ListProposal(attempt, list, proofAttempt, proof), 0);
    }

    private Verdict vote(PeerId from, Digest list) {
        Statement statement = new Statement(1, 2, list, Optional.empty());
        byte[] signature = Electorate.signatureOf(statement, from);
        return agreement.vote(from, new ConsolidationVote(1, 2, list, Optional.empty(), signature), 0);
    }

    private Verdict consolidated(Digest model, List<Endorsement> endorsements) {
        return agreement.consolidated(new Consolidated(new ModelCertificate(2, list(4), model, endorsements)), 0);
    }

    private List<Endorsement> endorsements(Statement statement, int count) {
        return roster.members().stream()
                .limit(count)
                .map(Member::id)
                .map(id -> new Endorsement(id, Electorate.signatureOf(statement, id)))
                .toList();
    }

    /** A list of the first members of the roster. */
    private ModelList list(int participants) {
        List<Participant> listed = roster.members().stream()
                .limit(participants)
                .map(member -> new Participant(
                        member.id(), 1, 5, GENESIS, 1, member.id().digest()))
                .toList();
        return new ModelList(1, 5, GENESIS, roster.federation(), roster.head(), listed);
    }

    private List<ConsolidationVote> votes() {
        return said.stream()
                .filter(ConsolidationVote.class::isInstance)
                .map(ConsolidationVote.class::cast)
                .toList();
    }

    private static Identity identity(byte number) {
        byte[] seed = Digest.of(new byte[] {number}).bytes();
        return Identity.fromSeeds(seed, seed);
    }

    private static Roster founders() {
        List<Member> founders = new ArrayList<>();
        for (byte k = 1; k <= 4; k++) {
            founders.add(new Member(identity(k).publicIdentity(), "Hospital " + k, 100));
        }
        return Roster.founding(Digest.of(new byte[] {1}), 1, founders);
    }

    @Override
    public void send(PeerId peer, Body body) {
        said.add(body);
    }

    @Override
    public void broadcast(Body body) {
        said.add(body);
    }

    @Override
    public void record(JournalRecord record) {
        if (record instanceof JournalRecord.ListSigned r) {
            ballots.apply(r);
        } else if (record instanceof JournalRecord.ModelSigned r) {
            ballots.apply(r);
        } else if (record instanceof JournalRecord.Consolidated r) {
            ballots.apply(r, Optional.empty());
        }
    }

    @Override
    public byte[] sign(Statement statement) {
        return Electorate.signatureOf(statement, self);
    }

    @Override
    public Roster roster() {
        return current;
    }

    @Override
    public Optional<Roster> rosterAt(Digest head) {
        return current.at(head);
    }

    @Override
    public boolean present(PeerId peer) {
        return true;
    }

    @Override
    public void compute(ModelList list) {
        agreement.computed(list.hash(), Digest.of(list.hash().bytes()), 0);
    }

    @Override
    public void certified(ModelList list) {}

    @Override
    public long readyNanos() {
        return 1000;
    }

    @Override
    public long patienceNanos() {
        return 1000;
    }

    @Override
    public void decided(ModelCertificate certificate) {}

    @Override
    public void attemptFailed(int index, int attempt, String why) {}

    @Override
    public void contradicted(PeerId peer) {
        contradicted.add(peer);
    }
}
