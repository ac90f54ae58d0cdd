package dev.starling.gossip.liveness;

import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.admission.Reason;
import dev.starling.gossip.admission.Verdict;
import dev.starling.gossip.membership.LivenessSettings;
import dev.starling.gossip.membership.MemberTable;
import dev.starling.gossip.membership.MemberTable.Entry;
import dev.starling.gossip.message.Claim;
import dev.starling.gossip.message.ClaimKind;
import dev.starling.gossip.message.Claims;
import dev.starling.gossip.message.Grounds;
import dev.starling.gossip.message.Limits;
import dev.starling.gossip.message.Ping;
import dev.starling.gossip.message.Pong;
import dev.starling.gossip.message.ProbeFor;
import dev.starling.gossip.message.Probed;
import dev.starling.gossip.message.SignedClaim;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * SWIM with Lifeguard: finds out who is alive, tells others, listens to them, and answers for this member. The package
 * documentation has the whole picture. Confined to the engine's thread; times in nanoseconds of the engine's clock.
 */
public final class FailureDetector {
    /** A lost link may come back in a moment: of two that were dialled at once, one is closed. */
    static final long WITHOUT_LINK_NANOS = 500_000_000L;

    /** Members that get a batch of news at a time. */
    private static final int FANOUT = 3;

    private static final int BATCH = 16;
    private static final int BATCH_WITH_PING = 8;

    private final Desk desk;
    private final Probing probing;
    private final Opinions opinions;
    private final SelfDefence self;
    private final ClaimChecks checks;
    private final TreeMap<PeerId, Grounds> quarantines = new TreeMap<>();
    private boolean spreading;
    private boolean left;

    public FailureDetector(PeerId self, MemberTable table, LivenessSettings settings, LivenessPort port) {
        this(new Desk(self, table, settings, port, Rules.LIFEGUARD));
    }

    FailureDetector(Desk desk) {
        this.desk = desk;
        this.probing = new Probing(desk, new AfterProbe());
        this.opinions = new Opinions(desk, probing::probeAtOnce);
        this.self = new SelfDefence(desk);
        this.checks = new ClaimChecks(desk, opinions, self);
    }

    /**
     * The peer greeted on this link.
     *
     * @param newcomer it has published nothing yet: it is told who is not alive
     */
    public void greeted(PeerId peer, long link, boolean newcomer, long nowNanos) {
        boolean returned = !desk.table().alive(peer);
        desk.table().link(peer, link);
        opinions.heard(peer, true, nowNanos);
        opinions.tellAccused(peer);
        tellQuarantined(peer);
        if (newcomer || returned) {
            sendAll(link, opinions.notAlive());
        }
        probing.linked(peer);
        probing.wake(nowNanos);
        spreadSoon(nowNanos);
    }

    private void sendAll(long link, List<SignedClaim> claims) {
        for (int from = 0; from < claims.size(); from += Limits.CLAIMS) {
            int to = Math.min(claims.size(), from + Limits.CLAIMS);
            desk.port().send(link, new Claims(claims.subList(from, to)));
        }
    }

    /** Anything sound arrived from the peer. */
    public void heard(PeerId peer, long nowNanos) {
        opinions.heard(peer, false, nowNanos);
    }

    /** The peer's link broke: of no use here in a moment, unless another link takes its place. */
    public void linkLost(PeerId peer, long link, long nowNanos) {
        if (desk.table().unlink(peer, link, nowNanos)) {
            desk.alarms().at(nowNanos + WITHOUT_LINK_NANOS, now -> opinions.linkMissing(peer, now));
        }
    }

    /** No link to the peer could be had: of no use here, and others are asked whether they reach it. */
    public void unreachable(PeerId peer, long nowNanos) {
        opinions.unreachable(peer, nowNanos);
    }

    /** The peer pings; it gets its answer, and news with it. */
    public void ping(long link, Ping ping) {
        sendNews(link, BATCH_WITH_PING);
        desk.port().send(link, new Pong(ping.nonce()));
    }

    /** The peer answers a ping. */
    public void pong(PeerId peer, Pong pong, long nowNanos) {
        probing.pong(peer, pong.nonce(), nowNanos);
        spreadSoon(nowNanos);
    }

    /** The peer asks to have another one probed. */
    public void probeFor(PeerId peer, ProbeFor request, long nowNanos) {
        probing.probeFor(peer, request, nowNanos);
    }

    /** The peer has probed another one for this member. */
    public void probed(PeerId helper, Probed answer, long nowNanos) {
        probing.probed(helper, answer, nowNanos);
        spreadSoon(nowNanos);
    }

    /** The peer hands on claims. */
    public void claims(PeerId from, Claims message, long nowNanos) {
        for (SignedClaim signed : message.claims()) {
            Verdict verdict = left ? Verdict.of(Reason.NOT_NOW) : checks.judge(from, signed.claim());
            if (verdict.accepted() && !checks.mayVerify(from, nowNanos)) {
                verdict = Verdict.later(Reason.NOT_NOW);
            } else if (verdict.accepted() && !desk.port().verify(signed)) {
                verdict = Verdict.of(Reason.BAD_SIGNATURE);
            }
            if (verdict.accepted()) {
                take(from, signed, nowNanos);
            } else {
                desk.port().verdict(from, verdict);
                if (verdict.equals(Verdict.of(Reason.BAD_SIGNATURE))) {
                    return;
                }
            }
        }
        spreadSoon(nowNanos);
    }

    private void take(PeerId from, SignedClaim signed, long nowNanos) {
        if (signed.claim().about().equals(desk.self())) {
            self.take(from, signed.claim(), nowNanos);
        } else {
            opinions.take(signed, nowNanos);
        }
    }

    /** The peer said that it goes. */
    public void left(PeerId peer, long nowNanos) {
        opinions.left(peer, nowNanos);
    }

    /** The peer is no member any more. */
    public void forget(PeerId peer) {
        opinions.forget(peer);
        desk.table().forget(peer);
    }

    /** This member goes: what it says of itself. Nothing is probed any more. */
    public SignedClaim leave() {
        left = true;
        desk.alarms().clear();
        return self.farewell();
    }

    /** This member will start no exchange with the peer any more, and says so to it, now and whenever it greets. */
    public void quarantined(PeerId peer, Grounds grounds) {
        quarantines.put(peer, grounds);
        tellQuarantined(peer);
    }

    private void tellQuarantined(PeerId peer) {
        long link = desk.table().link(peer);
        Grounds grounds = quarantines.get(peer);
        if (grounds != null && link != MemberTable.NO_LINK) {
            Claim claim = new Claim(desk.self(), peer, ClaimKind.QUARANTINED, grounds, opinions.incarnation(peer), 0);
            desk.port().send(link, new Claims(List.of(desk.port().sign(claim))));
        }
    }

    /** Does what is due. A call that comes late shows that this member was away itself: nobody else is blamed for it. */
    public void due(long nowNanos) {
        long lateNanos = nowNanos - Math.min(nowNanos, desk.alarms().nextNanos());
        if (lateNanos > desk.settings().probeEvery() / 2 && desk.rules().localHealth()) {
            long grace = lateNanos + desk.settings().probeEvery() / 2;
            desk.alarms().postpone(grace);
            opinions.postpone(grace);
            desk.doubtSelf(1);
        }
        desk.alarms().run(nowNanos);
    }

    /** When {@link #due} has something to do next, {@link Long#MAX_VALUE} when never. */
    public long nextDueNanos() {
        return desk.alarms().nextNanos();
    }

    /** What others said of this member lately. */
    public List<Accusation> accusations() {
        return self.accusations();
    }

    /** Since when, by whom and why a peer is not alive here; empty when it is, or was never heard of. */
    public Optional<Accusation> why(PeerId peer) {
        Case known = opinions.find(peer);
        Claim why = known == null || desk.table().alive(peer) ? null : known.why();
        return why == null || known == null ? Optional.empty() : Optional.of(new Accusation(why, known.sinceNanos()));
    }

    /** How doubtful this member is of its own ears: 0 when all is well, up to 8. */
    public int doubt() {
        return desk.health().score();
    }

    private void spreadSoon(long nowNanos) {
        if (!spreading && !desk.rumours().isEmpty() && !left) {
            spreading = true;
            desk.alarms().at(nowNanos + desk.settings().probeEvery() / 5, this::spread);
        }
    }

    private void spread(long nowNanos) {
        spreading = false;
        List<Entry> linked = new ArrayList<>(desk.table().linked());
        for (int k = 0; k < FANOUT && !linked.isEmpty(); k++) {
            sendNews(linked.remove(desk.random().nextInt(linked.size())).link(), BATCH);
        }
        if (!desk.table().linked().isEmpty()) {
            spreadSoon(nowNanos);
        }
    }

    private void sendNews(long link, int most) {
        List<SignedClaim> news = desk.rumours().take(most, desk.members());
        if (!news.isEmpty()) {
            desk.port().send(link, new Claims(news));
        }
    }

    private final class AfterProbe implements Probing.Outcome {
        @Override
        public void beforePing(PeerId peer, long link) {
            opinions.tellAccused(peer);
            sendNews(link, BATCH_WITH_PING);
        }

        @Override
        public void answered(PeerId peer, long nowNanos) {
            opinions.answered(peer, nowNanos);
        }

        @Override
        public void unanswered(PeerId peer, long nowNanos) {
            opinions.unanswered(peer, nowNanos);
            spreadSoon(nowNanos);
        }
    }
}
