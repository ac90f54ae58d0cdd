package dev.starling.gossip.sums;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.identity.PublicIdentity;
import dev.starling.crypto.masking.MaskGraph;
import dev.starling.crypto.masking.PairwiseMasks;
import dev.starling.crypto.trust.PooledStatistics;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.document.Member;
import dev.starling.gossip.admission.Reason;
import dev.starling.gossip.admission.Verdict;
import dev.starling.gossip.journal.JournalRecord.TermGiven;
import dev.starling.gossip.message.Body.SumAnswer;
import dev.starling.gossip.message.Body.SumProposal;
import dev.starling.gossip.message.Body.SumReady;
import dev.starling.gossip.message.Quantity;
import dev.starling.gossip.message.Slice;
import dev.starling.gossip.message.SumList;
import dev.starling.gossip.message.Want;
import dev.starling.gossip.sums.SumProgress.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One member's part in one masked sum, from its term to the release of the total; see the package documentation. Nothing
 * that a peer sends makes it throw. Confined to the engine's thread.
 */
final class SumDesk {
    private static final long NEVER = Long.MAX_VALUE;
    private static final long SECOND = 1_000_000_000L;
    private static final long GATHER_NANOS = 3 * SECOND;
    private static final long ANSWER_NANOS = 5 * SECOND;
    private static final long STALL_NANOS = 10 * SECOND;
    private static final long PATIENT_NANOS = 4 * SECOND;
    private static final long BLOCKED_NANOS = 30 * SECOND;
    private static final int SAID_SOON = 20;

    private final Identity identity;
    private final PeerId self;
    private final Given given;
    private final SumPort port;
    private final SumUse use;
    private final Gathering gathering;
    private final TreeSet<PeerId> accepted = new TreeSet<>();

    private @Nullable Term term;
    private @Nullable Result result;
    private @Nullable MaskedSum running;
    private boolean tried;
    private int attempts;
    private int said;
    private int roundSeen;
    private long sayAtNanos;
    private long enoughSinceNanos;
    private long sinceNanos;
    private long blockedSinceNanos = NEVER;

    @SuppressWarnings("ArrayRecordComponent") // carried, never compared
    private record Term(Quantity quantity, long[] words, Digest digest) {}

    @SuppressWarnings("ArrayRecordComponent") // carried, never compared
    private record Result(SumList list, long[] total) {}

    /**
     * @param given what this member gave before, to any sum
     */
    SumDesk(Identity identity, Given given, SumPort port, SumUse use) {
        this.identity = identity;
        this.self = identity.peerId();
        this.given = given;
        this.port = port;
        this.use = use;
        this.gathering = new Gathering(self, given, port);
    }

    /**
     * This member's term: from now on it is ready, and for no other quantity any more. Another term than was given before is
     * refused.
     */
    void term(Quantity quantity, long[] words, long nowNanos) {
        Term before = term;
        Digest digest = Digest.of(Window.encode(words));
        if (given.contradicts(quantity, digest)) {
            port.alarm(
                    "the figures for a sum are not those that this member gave before; they are not given, because the"
                            + " difference of the two totals would show what changed");
            leaveTerm();
        } else if (before == null || !before.quantity().equals(quantity)) {
            leaveTerm();
            term = new Term(quantity, words.clone(), digest);
            tried = false;
            said = 0;
            sayAtNanos = nowNanos;
            enoughSinceNanos = nowNanos;
        }
    }

    /** A sum that has begun goes on: others need this member's windows. */
    private void leaveTerm() {
        MaskedSum now = running;
        term = null;
        result = null;
        if (now != null && !now.begun()) {
            running = null;
        }
    }

    /** This quantity's total is released: nothing is kept of it. */
    void finish(Quantity quantity) {
        MaskedSum now = running;
        Term mine = term;
        if (mine != null && mine.quantity().equals(quantity)) {
            leaveTerm();
        }
        if (now != null && now.list().quantity().equals(quantity)) {
            running = null;
        }
    }

    /** How far the sum is. */
    SumProgress progress(long nowNanos) {
        Term mine = term;
        if (mine == null) {
            return SumProgress.NONE;
        }
        SumReady word = word(mine);
        return new SumProgress(stage(), gathering.ready(word, nowNanos).size(), use.needed(), awaited(word, nowNanos));
    }

    private Stage stage() {
        MaskedSum now = running;
        if (result != null) {
            return Stage.COMPLETE;
        }
        if (now == null) {
            return Stage.GATHERING;
        }
        return now.begun() ? Stage.RUNNING : Stage.ASKED;
    }

    private List<PeerId> awaited(SumReady word, long nowNanos) {
        MaskedSum now = running;
        return now != null && now.begun() && !now.complete()
                ? List.of(now.awaited())
                : gathering.missing(word, nowNanos);
    }

    /** A peer is ready. The first attempt need not wait once everybody is. */
    Verdict ready(PeerId from, SumReady ready, long nowNanos) {
        gathering.ready(from, ready, nowNanos);
        Term mine = term;
        if (mine != null && running == null && !tried && gathering.everybody(word(mine), nowNanos)) {
            propose(mine, word(mine), nowNanos);
        }
        return Verdict.accept();
    }

    /** Whether an answer is about the list that runs here. */
    boolean runs(Digest list) {
        MaskedSum now = running;
        return now != null && now.hash().equals(list);
    }

    /** A peer asks for this member's part in a list, or says that all have agreed. */
    Verdict proposal(PeerId from, SumProposal proposal, long nowNanos) {
        SumList list = proposal.list();
        Term mine = term;
        if (!from.equals(list.proposer())) {
            return Verdict.of(Reason.WRONG_AUTHOR);
        }
        if (mine == null) {
            return Verdict.of(Reason.NOT_NOW);
        }
        MaskedSum now = running;
        if (now != null && now.hash().equals(list.hash())) {
            if (proposal.go() && !now.begun()) {
                begin(now, mine, nowNanos);
            } else if (!now.begun()) {
                answer(list, true, Optional.empty());
            }
            return Verdict.accept();
        }
        if (!list.quantity().equals(mine.quantity()) && list.quantity().isLike(mine.quantity())) {
            // One of the two has not heard of the other's model yet.
            return Verdict.of(Reason.NOT_NOW);
        }
        Optional<SumList> earlier = given.against(list.quantity(), list.participants());
        Verdict verdict = judge(list, mine);
        boolean mayTake = verdict.accepted() && earlier.isEmpty() && !proposal.go() && !busyFor(list);
        answer(list, mayTake, earlier);
        if (mayTake) {
            enter(new MaskedSum(list, self, port), nowNanos);
        }
        return verdict.accepted() && !mayTake ? Verdict.of(Reason.NOT_NOW) : verdict;
    }

    private Verdict judge(SumList list, Term mine) {
        Roster roster = port.roster();
        if (!list.rosterHead().equals(roster.head()) || given.contains(list.hash())) {
            return Verdict.of(Reason.STALE);
        }
        int size = list.participants().size();
        if (given.full(list.quantity())) {
            return Verdict.of(Reason.NOT_NOW);
        }
        boolean sound = list.quantity().equals(mine.quantity())
                && list.words() == mine.words().length
                && list.ordered()
                && size >= PooledStatistics.MIN_PARTICIPANTS
                && 2 * size > roster.size()
                && list.participants().contains(self)
                && list.participants().contains(list.proposer())
                && list.participants().stream().allMatch(roster::contains);
        return sound ? Verdict.accept() : Verdict.of(Reason.WRONG_LIST);
    }

    /** In another attempt that is neither done nor overtaken by its own proposer. */
    private boolean busyFor(SumList list) {
        MaskedSum now = running;
        return now != null
                && !now.complete()
                && (now.begun() || !now.list().proposer().equals(list.proposer()));
    }

    private void answer(SumList list, boolean yes, Optional<SumList> earlier) {
        port.sendDurably(list.proposer(), new SumAnswer(list.hash(), yes, earlier));
    }

    /** A participant answers this member's list. */
    Verdict answer(PeerId from, SumAnswer answer, long nowNanos) {
        MaskedSum now = running;
        Term mine = term;
        if (mine == null
                || now == null
                || !now.hash().equals(answer.list())
                || !now.list().proposer().equals(self)
                || !now.list().participants().contains(from)) {
            return Verdict.of(Reason.NOT_NOW);
        }
        if (now.begun()) {
            if (answer.accepted()) {
                port.sendDurably(from, new SumProposal(now.list(), true));
            }
        } else if (answer.accepted()) {
            accepted.add(from);
            if (accepted.size() == now.list().participants().size()) {
                go(now, mine, nowNanos);
            }
        } else {
            answer.earlier()
                    .filter(list -> list.participants().contains(from))
                    .ifPresentOrElse(
                            list -> gathering.objection(from, list, word(mine), nowNanos),
                            () -> gathering.shun(from, nowNanos));
            running = null;
        }
        return Verdict.accept();
    }

    private void go(MaskedSum now, Term mine, long nowNanos) {
        begin(now, mine, nowNanos);
        toOthers(now.list(), new SumProposal(now.list(), true));
    }

    /** Gives the term: on disk first, masked, and to this list only once. */
    private void begin(MaskedSum now, Term mine, long nowNanos) {
        Roster roster = port.roster();
        SumList list = now.list();
        List<PublicIdentity> partners = new ArrayList<>();
        for (PeerId partner : MaskGraph.partners(list.participants(), self, now.hash())) {
            roster.member(partner).map(Member::identity).ifPresent(partners::add);
        }
        boolean complete = list.participants().stream().allMatch(roster::contains);
        if (!complete || given.contains(now.hash())) {
            running = null;
            return;
        }
        port.record(new TermGiven(self, list, mine.digest()));
        long[] words = mine.words().clone();
        new PairwiseMasks(identity, roster.federation(), now.hash()).mask(words, partners);
        sinceNanos = nowNanos;
        now.begin(words);
        look(now, nowNanos);
    }

    /** A slice of a window; empty when it belongs to no sum. */
    Optional<Verdict> slice(PeerId from, Slice slice, long nowNanos) {
        MaskedSum now = running;
        if (now == null) {
            return Optional.empty();
        }
        Optional<Verdict> verdict = now.slice(from, slice);
        look(now, nowNanos);
        return verdict;
    }

    /** A peer lacks slices of a window; empty when it belongs to no sum. */
    Optional<Verdict> want(PeerId from, Want want) {
        MaskedSum now = running;
        return now == null ? Optional.empty() : now.want(from, want);
    }

    private void look(MaskedSum now, long nowNanos) {
        if (now.begun() && now.round() != roundSeen) {
            roundSeen = now.round();
            sinceNanos = nowNanos;
        }
        if (now.complete()) {
            summed(new Result(now.list(), now.total()));
        }
    }

    private void summed(Result total) {
        Term mine = term;
        Result known = result;
        boolean news = known == null || !known.list().equals(total.list());
        if (mine == null || !mine.quantity().equals(total.list().quantity())) {
            // Of an earlier model: nothing waits for it here, and whoever misses a window hears the total.
            running = null;
        } else {
            result = total;
        }
        if (news) {
            use.summed(total.list(), total.total());
        }
    }

    /** Says again what was not answered, and ends what takes too long. */
    void timerDue(long nowNanos) {
        if (nextDueNanos() == NEVER || nowNanos - sayAtNanos < 0) {
            return;
        }
        sayAtNanos = nowNanos + SECOND;
        Term mine = term;
        if (mine != null) {
            said++;
            sayAtNanos = nowNanos + pauseNanos(mine);
            say(word(mine));
        }
        Result known = result;
        if (known != null) {
            use.summed(known.list(), known.total());
        }
        MaskedSum now = running;
        if (now != null) {
            goOn(now, nowNanos);
        }
        if (running == null && mine != null && mine.equals(term)) {
            propose(mine, word(mine), nowNanos);
        }
    }

    /** A metric that does not come about is asked for less often: only heartbeats should keep an idle node busy. */
    private long pauseNanos(Term mine) {
        boolean patient = mine.quantity().isMetric() && running == null && said >= SAID_SOON;
        return patient ? PATIENT_NANOS : SECOND;
    }

    /** Says it to those who are linked, and to those who have to know. */
    void say(SumReady word) {
        port.broadcast(word);
        if (port.onDemand()) {
            gathering.audience(word, said).forEach(id -> port.sendDurably(id, word));
        }
    }

    private void goOn(MaskedSum now, long nowNanos) {
        long waited = nowNanos - sinceNanos;
        if (now.begun() && waited >= STALL_NANOS) {
            if (!now.complete() && term != null) {
                port.alarm("a sum of " + now.list().participants().size() + " members stopped in round " + now.round()
                        + ": nothing came from " + now.awaited() + "; it begins again with other masks");
            }
            running = null;
        } else if (now.begun()) {
            now.ask();
        } else if (waited >= ANSWER_NANOS) {
            if (now.list().proposer().equals(self)) {
                now.list().participants().stream()
                        .filter(id -> !accepted.contains(id))
                        .forEach(id -> gathering.shun(id, nowNanos));
            }
            running = null;
        } else if (now.list().proposer().equals(self)) {
            now.list().participants().stream()
                    .filter(id -> !accepted.contains(id))
                    .forEach(id -> port.sendDurably(id, new SumProposal(now.list(), false)));
        } else {
            answer(now.list(), true, Optional.empty());
        }
    }

    private void propose(Term mine, SumReady word, long nowNanos) {
        List<PeerId> chosen = choose(word, nowNanos).orElse(List.of());
        if (chosen.size() < use.needed() || !chosen.contains(self) || given.full(mine.quantity())) {
            enoughSinceNanos = nowNanos;
            return;
        }
        boolean everybody = gathering.everybody(word, nowNanos);
        boolean waited = nowNanos - enoughSinceNanos >= GATHER_NANOS;
        if ((everybody || waited) && gathering.proposer(mine.quantity(), chosen).equals(self)) {
            attempts = Math.max(attempts, given.lastAttempt(self)) + 1;
            SumList list =
                    new SumList(mine.quantity(), self, attempts, port.roster().head(), mine.words().length, chosen);
            enter(new MaskedSum(list, self, port), nowNanos);
            toOthers(list, new SumProposal(list, false));
        }
    }

    /** A metric that the release rules keep waiting for somebody does at last without two or three who are there, too. */
    private Optional<List<PeerId>> choose(SumReady word, long nowNanos) {
        Optional<List<PeerId>> chosen = gathering.choose(word, nowNanos);
        if (chosen.isPresent()) {
            blockedSinceNanos = NEVER;
        } else if (blockedSinceNanos == NEVER) {
            blockedSinceNanos = nowNanos;
        } else if (word.quantity().isMetric() && nowNanos - blockedSinceNanos >= BLOCKED_NANOS) {
            return gathering.leaveOut(word, use.needed(), nowNanos);
        }
        return chosen;
    }

    private void enter(MaskedSum next, long nowNanos) {
        running = next;
        tried = true;
        next.peers().forEach(port::approach);
        roundSeen = 0;
        sinceNanos = nowNanos;
        accepted.clear();
        accepted.add(self);
    }

    private void toOthers(SumList list, SumProposal proposal) {
        list.participants().stream().filter(id -> !id.equals(self)).forEach(id -> port.sendDurably(id, proposal));
    }

    private SumReady word(Term mine) {
        return new SumReady(mine.quantity(), port.roster().head(), mine.words().length);
    }

    /** When {@link #timerDue} has something to do next, {@link Long#MAX_VALUE} when never. */
    long nextDueNanos() {
        return term == null && running == null ? NEVER : sayAtNanos;
    }
}
