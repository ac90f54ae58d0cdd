package dev.starling.gossip.consolidation;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.document.Member;
import dev.starling.gossip.admission.Reason;
import dev.starling.gossip.admission.Verdict;
import dev.starling.gossip.journal.AgreementState.Lock;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.message.Body.Consolidated;
import dev.starling.gossip.message.Body.ConsolidationStatus;
import dev.starling.gossip.message.Body.ConsolidationVote;
import dev.starling.gossip.message.Body.ListProposal;
import dev.starling.gossip.message.ListCertificate;
import dev.starling.gossip.message.ModelCertificate;
import dev.starling.gossip.message.ModelList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One member's part in deciding which snapshots the next consolidated model is the mean of; see the package documentation
 * for the rules and why they are safe. One index at a time, attempt by attempt. Nothing that a peer sends makes it throw.
 * Confined to the engine's thread.
 */
public final class Agreement {
    private static final long NEVER = Long.MAX_VALUE;
    private static final int MOST_DOUBLINGS = 4;
    private static final int WORDS_PER_PATIENCE = 4;
    /** A claim of an attempt further ahead is none. */
    private static final int MOST_ATTEMPTS_AHEAD = 1 << 20;

    private final PeerId self;
    private final Ballots ballots;
    private final AgreementPort port;
    private final Signatures signatures;

    // Of the running index.
    private final Map<Digest, Digest> models = new HashMap<>();
    private final Set<Digest> prepared = new HashSet<>();
    private @Nullable Voters voters;
    private List<PeerId> order = List.of();
    private int attempt;

    // Of the running attempt.
    private @Nullable Proposing proposing;
    private @Nullable ListProposal proposal;
    private long readyUntilNanos;
    private long deadlineNanos;
    private long sayAgainNanos;

    public Agreement(PeerId self, Ballots ballots, AgreementPort port, Signatures signatures) {
        this.self = self;
        this.ballots = ballots;
        this.port = port;
        this.signatures = signatures;
    }

    /** Takes part with a snapshot, from now on, when this member has one for the running index. */
    public void due(long nowNanos) {
        if (ballots.own().isEmpty() || electorate() == null) {
            return;
        }
        if (attempt == 0) {
            enter(Math.max(1, ballots.newestAttempt()), nowNanos);
        } else {
            say(nowNanos);
        }
    }

    /** Asks a peer what was decided that this member has not seen. */
    public void ask(PeerId peer) {
        port.send(peer, new ConsolidationStatus(ballots.index(), 0, Optional.empty(), Optional.empty()));
    }

    /** A peer says where it stands. */
    public Verdict status(PeerId from, ConsolidationStatus status, long nowNanos) {
        if (status.index() < ballots.index()) {
            tellDecided(from, status.index());
            return Verdict.accept();
        }
        if (status.index() > ballots.index()) {
            ask(from);
            return Verdict.later(Reason.STALE);
        }
        Voters all = electorate();
        if (status.attempt() == 0 || all == null) {
            return Verdict.accept();
        }
        if (status.attempt() < attempt) {
            port.send(from, standing());
            return Verdict.ignore(Reason.STALE);
        }
        if (!follow(status.attempt(), nowNanos)) {
            return Verdict.ignore(Reason.STALE);
        }
        Proposing mine = proposing;
        if (mine != null) {
            mine.heard(from, status);
            mine.proposal()
                    .filter(p -> all.contains(from)
                            || (p.list().inRounds() && p.list().names(from)))
                    .ifPresent(p -> port.send(from, p));
            propose(mine, nowNanos);
        }
        return Verdict.accept();
    }

    /** The proposer of an attempt asks for signatures. */
    public Verdict proposal(PeerId from, ListProposal heard, long nowNanos) {
        ModelList list = heard.list();
        if (list.index() < ballots.index()) {
            tellDecided(from, list.index());
            return Verdict.ignore(Reason.STALE);
        }
        if (list.index() > ballots.index()) {
            ask(from);
            return Verdict.later(Reason.STALE);
        }
        Voters all = electorate();
        if (all == null || port.rosterAt(list.rosterHead()).isEmpty()) {
            return Verdict.later(Reason.ROSTER_UNKNOWN);
        }
        if (heard.attempt() < attempt || heard.attempt() < 1) {
            port.send(from, standing());
            return Verdict.ignore(Reason.STALE);
        }
        if (!all.contains(self) && !list.names(self)) {
            return Verdict.ignore(Reason.NOT_A_VOTER);
        }
        if (!from.equals(order.get((heard.attempt() - 1) % order.size()))) {
            return Verdict.reject(Reason.WRONG_AUTHOR);
        }
        // Said again, and hundreds of signatures need not be verified again.
        Verdict verdict = heard.equals(proposal) ? Verdict.accept() : judge(heard, all);
        if (verdict.accepted() && follow(heard.attempt(), nowNanos)) {
            ListProposal known = proposal;
            if (known == null || known.list().hash().equals(list.hash())) {
                take(heard, nowNanos);
            } else {
                return Verdict.ignore(Reason.STALE);
            }
        }
        return verdict;
    }

    private Verdict judge(ListProposal heard, Voters all) {
        ModelList list = heard.list();
        Roster roster = port.rosterAt(list.rosterHead()).orElseThrow();
        boolean follows = ballots.leadTo(list) && list.slot() == ballots.dueSlot();
        boolean sound = all.mayChoose(list, roster)
                && list.participants().stream().allMatch(p -> !p.member().equals(self) || ballots.mayName(p));
        if (!follows || !sound || heard.proofAttempt() > heard.attempt()) {
            return Verdict.reject(Reason.WRONG_LIST);
        }
        boolean proven = Certificates.prove(heard, all, signatures);
        return proven ? Verdict.accept() : Verdict.reject(Reason.CERTIFICATE_INVALID);
    }

    /** This member can do its part in the sum of a list. */
    public void prepared(Digest list, long nowNanos) {
        prepared.add(list);
        sign(nowNanos);
    }

    /** The mean of a list is known. */
    public void computed(Digest list, Digest model, long nowNanos) {
        prepared.add(list);
        models.put(list, model);
        sign(nowNanos);
    }

    /** A signature for this member as the proposer. */
    public Verdict vote(PeerId from, ConsolidationVote vote, long nowNanos) {
        if (vote.index() < ballots.index()) {
            tellDecided(from, vote.index());
            return Verdict.ignore(Reason.STALE);
        }
        Proposing mine = proposing;
        Voters all = electorate();
        if (vote.index() == ballots.index() && vote.attempt() < attempt) {
            port.send(from, standing());
            return Verdict.ignore(Reason.STALE);
        }
        if (mine == null || all == null || vote.index() != ballots.index() || vote.attempt() != attempt) {
            return Verdict.ignore(Reason.STALE);
        }
        Statement statement = new Statement(vote.index(), vote.attempt(), vote.list(), vote.model());
        if (!all.contains(from)) {
            return Verdict.ignore(Reason.NOT_A_VOTER);
        }
        if (!signatures.hold(statement, all.member(from).orElseThrow(), vote.signature())) {
            return Verdict.reject(Reason.BAD_SIGNATURE);
        }
        if (!mine.take(from, vote)) {
            port.contradicted(from);
            return Verdict.reject(Reason.EQUIVOCATION);
        }
        count(from, mine, vote.model().isEmpty(), nowNanos);
        return Verdict.accept();
    }

    private void count(PeerId from, Proposing mine, boolean forList, long nowNanos) {
        Optional<ListProposal> certified = mine.certifyList();
        if (certified.isPresent()) {
            sendToVoters(certified.get());
            take(certified.get(), nowNanos);
        } else if (forList && !from.equals(self)) {
            mine.proposal().filter(p -> p.proofAttempt() == attempt).ifPresent(p -> port.send(from, p));
        }
        if (proposing == mine) {
            mine.certifyModel().ifPresent(certificate -> {
                decide(certificate, nowNanos);
                port.broadcast(new Consolidated(certificate));
            });
        }
    }

    /** A peer shows that a consolidation is decided. */
    public Verdict consolidated(Consolidated body, long nowNanos) {
        ModelCertificate certificate = body.certificate();
        ModelList list = certificate.list();
        if (certificate.index() < ballots.index()) {
            return Verdict.ignore(Reason.DUPLICATE);
        }
        Optional<Roster> roster = port.rosterAt(list.votersHead());
        if (roster.isEmpty() || port.rosterAt(list.rosterHead()).isEmpty()) {
            return Verdict.later(Reason.ROSTER_UNKNOWN);
        }
        boolean follows = certificate.index() > ballots.index() || ballots.leadTo(list);
        if (!follows || !Certificates.holds(certificate, roster.get(), signatures)) {
            return Verdict.reject(Reason.CERTIFICATE_INVALID);
        }
        decide(certificate, nowNanos);
        return Verdict.accept();
    }

    /** Says again what was not answered, and goes on to the next attempt when this one takes too long. */
    public void timerDue(long nowNanos) {
        if (attempt == 0) {
            return;
        }
        if (nowNanos - deadlineNanos >= 0) {
            port.attemptFailed(ballots.index(), attempt, why());
            enter(attempt + 1, nowNanos);
        } else if (nowNanos - sayAgainNanos >= 0) {
            say(nowNanos);
        }
        if (proposing != null) {
            propose(proposing, nowNanos);
        }
    }

    /** When {@link #timerDue} has something to do next, {@link Long#MAX_VALUE} when never. */
    public long nextDueNanos(long nowNanos) {
        if (attempt == 0) {
            return NEVER;
        }
        long next = Math.min(deadlineNanos, sayAgainNanos);
        boolean collecting = proposing != null && proposing.proposal().isEmpty() && readyUntilNanos - nowNanos > 0;
        return collecting ? Math.min(next, readyUntilNanos) : next;
    }

    private @Nullable Voters electorate() {
        if (voters == null) {
            voters = port.rosterAt(ballots.votersHead()).map(Voters::new).orElse(null);
            order = voters == null ? List.of() : voters.order(ballots.index());
        }
        return voters;
    }

    /** Goes along to an attempt that somebody else is in; false when it is too far ahead to be true. */
    private boolean follow(int other, long nowNanos) {
        if (other - attempt > MOST_ATTEMPTS_AHEAD) {
            return false;
        }
        if (other > attempt) {
            enter(other, nowNanos);
        }
        return true;
    }

    private void enter(int next, long nowNanos) {
        attempt = next;
        proposal = null;
        Voters all = electorate();
        proposing = all != null && proposer().equals(self) ? new Proposing(next, all) : null;
        readyUntilNanos = nowNanos + port.readyNanos();
        deadlineNanos = readyUntilNanos + patienceNanos(next);
        say(nowNanos);
    }

    /** A proposer that was removed from the roster proposes nothing any more. */
    private long patienceNanos(int next) {
        boolean gone = !port.roster().contains(proposer());
        return gone ? 0 : port.patienceNanos() << Math.min(next - 1, MOST_DOUBLINGS);
    }

    private PeerId proposer() {
        return order.get((attempt - 1) % order.size());
    }

    /** Tells the proposer the newest that this member has to say. */
    private void say(long nowNanos) {
        sayAgainNanos = nowNanos + port.patienceNanos() / WORDS_PER_PATIENCE;
        ListProposal open = proposal;
        if (open != null && ballots.isLockedIn(attempt)) {
            vote(open, ballots.lock().map(Lock::model), nowNanos);
        } else if (open != null && ballots.hasSigned(attempt, open.list().hash())) {
            vote(open, Optional.empty(), nowNanos);
        } else if (!proposer().equals(self)) {
            port.send(proposer(), standing());
        } else if (proposing != null) {
            proposing.heard(self, standing());
            propose(proposing, nowNanos);
            askWhereOthersStand();
        }
    }

    /** Whoever is still in an earlier attempt may wait there for long, and for somebody who has left it. */
    private void askWhereOthersStand() {
        if (attempt > 1 && proposing != null && proposing.proposal().isEmpty()) {
            order.stream().filter(id -> !id.equals(self) && port.present(id)).forEach(id -> port.send(id, standing()));
        }
    }

    private ConsolidationStatus standing() {
        return new ConsolidationStatus(
                ballots.index(), attempt, ballots.own(), ballots.lock().map(Lock::certificate));
    }

    private void vote(ListProposal open, Optional<Digest> model, long nowNanos) {
        Statement statement =
                new Statement(ballots.index(), attempt, open.list().hash(), model);
        ConsolidationVote vote =
                new ConsolidationVote(statement.index(), attempt, statement.list(), model, port.sign(statement));
        if (proposer().equals(self)) {
            vote(self, vote, nowNanos);
        } else {
            port.send(proposer(), vote);
        }
    }

    /** Proposes once a quorum is heard, and everybody who is there or those who were ready in time. */
    private void propose(Proposing mine, long nowNanos) {
        if (mine.proposal().isPresent() || !mine.hasQuorum()) {
            return;
        }
        boolean complete =
                port.roster().members().stream().map(Member::id).allMatch(id -> mine.isReady(id) || !port.present(id));
        Voters all = electorate();
        if (all != null && (complete || nowNanos - readyUntilNanos >= 0)) {
            mine.choose(
                            ballots,
                            port.roster(),
                            lock -> lock.list().index() == ballots.index()
                                    && Statement.of(lock).certifiedBy(lock.endorsements(), all, signatures))
                    .ifPresent(chosen -> {
                        sendToVoters(chosen);
                        take(chosen, nowNanos);
                    });
        }
    }

    private void sendToVoters(ListProposal chosen) {
        Set<PeerId> receivers = new TreeSet<>(order);
        if (chosen.list().inRounds()) {
            chosen.list().participants().forEach(p -> receivers.add(p.member()));
        }
        receivers.remove(self);
        receivers.forEach(id -> port.send(id, chosen));
    }

    private void take(ListProposal heard, long nowNanos) {
        ListProposal known = proposal;
        if (known == null || known.proofAttempt() < heard.proofAttempt()) {
            proposal = heard;
        }
        if (known == null && !models.containsKey(heard.list().hash())) {
            port.compute(heard.list());
        } else {
            sign(nowNanos);
        }
        boolean news = known == null || known.proofAttempt() != attempt;
        if (news && heard.proofAttempt() == attempt && heard.equals(proposal)) {
            port.certified(heard.list());
        }
    }

    /**
     * Signs what may be signed: the list when this member is prepared for it and no lock forbids it, the model when the list is
     * certified. Nothing of an attempt is signed after something of a later one.
     */
    private void sign(long nowNanos) {
        ListProposal open = proposal;
        Digest list = open == null ? null : open.list().hash();
        if (open == null || list == null || !prepared.contains(list) || !maySign()) {
            return;
        }
        Digest model = models.get(list);
        boolean news = false;
        if (ballots.newestAttempt() < attempt && ballots.lockAllows(list, open.proofAttempt())) {
            port.record(new JournalRecord.ListSigned(self, attempt, list));
            news = true;
        }
        if (model != null
                && open.proofAttempt() == attempt
                && !ballots.isLockedIn(attempt)
                && ballots.newestAttempt() <= attempt) {
            ListCertificate certificate = new ListCertificate(attempt, open.list(), open.proof());
            port.record(new JournalRecord.ModelSigned(self, certificate, model));
            news = true;
        }
        if (news) {
            say(nowNanos);
        }
    }

    /** With two voters both sign every certificate, so the other one remembers for this member, too. */
    private boolean maySign() {
        Voters all = voters;
        return all != null && all.contains(self) && (!ballots.silent() || all.size() == 2);
    }

    private void decide(ModelCertificate certificate, long nowNanos) {
        port.record(new JournalRecord.Consolidated(self, certificate));
        models.clear();
        prepared.clear();
        voters = null;
        attempt = 0;
        proposing = null;
        proposal = null;
        port.decided(certificate);
        due(nowNanos);
    }

    private void tellDecided(PeerId peer, int from) {
        for (ModelCertificate certificate : ballots.decided()) {
            if (certificate.index() >= from) {
                port.send(peer, new Consolidated(certificate));
            }
        }
    }

    private String why() {
        ListProposal open = proposal;
        Proposing mine = proposing;
        if (mine != null) {
            return mine.why();
        } else if (open == null) {
            return "no proposal came from " + proposer();
        }
        boolean computed = models.containsKey(open.list().hash());
        return computed ? "the proposer found no majority" : "snapshots of the list did not arrive";
    }
}
