package dev.starling.gossip.liveness;

import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.admission.Reason;
import dev.starling.gossip.admission.Verdict;
import dev.starling.gossip.membership.Liveness;
import dev.starling.gossip.membership.MemberTable;
import dev.starling.gossip.membership.MemberTable.Entry;
import dev.starling.gossip.message.ProbeFor;
import dev.starling.gossip.message.Probed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * SWIM's probes (Das, Gupta, Motivala, DSN 2002, section 3.1): one target a period, first directly; when half of its time
 * is over, again, and through {@link #HELPERS} others as well. A member of doubtful health ({@link LocalHealth}) takes
 * longer and uses the time to ask again and again. A helper that gets no answer says so (Lifeguard's nack): a prober that
 * does not even hear that has reason to doubt itself.
 */
final class Probing {
    /** SWIM's k. */
    static final int HELPERS = 3;

    /** Probes run for others at most, and of them for one peer. */
    private static final int MOST_FOR_OTHERS = 64;

    private static final int MOST_FOR_ONE = 8;

    /** What came of a probe. */
    interface Outcome {
        /** Before a ping leaves. */
        void beforePing(PeerId peer, long link);

        void answered(PeerId peer, long nowNanos);

        void unanswered(PeerId peer, long nowNanos);
    }

    private static final class Probe {
        final PeerId target;
        final long nonce;
        final long startedNanos;
        final long endNanos;
        boolean asked;
        boolean reached;

        final Set<PeerId> helpers = new TreeSet<>();

        /** Helpers that have not answered since they were asked. */
        final Set<PeerId> awaited = new TreeSet<>();

        Probe(PeerId target, long nonce, long startedNanos, long endNanos) {
            this.target = target;
            this.nonce = nonce;
            this.startedNanos = startedNanos;
            this.endNanos = endNanos;
        }
    }

    private record Errand(PeerId target, PeerId client, long clientNonce) {}

    private final Desk desk;
    private final Outcome outcome;
    private final ProbeOrder order;
    private final TreeMap<PeerId, Probe> running = new TreeMap<>();
    private final TreeMap<Long, Errand> errands = new TreeMap<>();
    private long nonces;
    private boolean ticking;

    Probing(Desk desk, Outcome outcome) {
        this.desk = desk;
        this.outcome = outcome;
        this.order = new ProbeOrder(desk.random(), this::candidates);
    }

    private List<PeerId> candidates() {
        return desk.table().entries().stream()
                .filter(Probing::worthProbing)
                .map(Entry::peer)
                .toList();
    }

    private static boolean worthProbing(Entry entry) {
        boolean linked = entry.link() != MemberTable.NO_LINK;
        return entry.liveness() == Liveness.SUSPECT
                || entry.liveness() == Liveness.ALIVE
                || (entry.liveness() == Liveness.DEAD && linked);
    }

    /** There is somebody to be probed. */
    void wake(long nowNanos) {
        if (!ticking) {
            ticking = true;
            desk.alarms()
                    .at(
                            nowNanos
                                    + DetectionMath.periodNanos(
                                            Math.max(1, candidates().size()), desk.settings()),
                            this::tick);
        }
    }

    private void tick(long nowNanos) {
        Optional<PeerId> target = order.next(peer -> {
            Entry entry = desk.table().find(peer);
            return entry != null && worthProbing(entry);
        });
        ticking = target.isPresent();
        if (ticking) {
            desk.alarms().at(nowNanos + DetectionMath.periodNanos(order.roundSize(), desk.settings()), this::tick);
            if (desk.table().liveness(target.get()) == Liveness.DEAD) {
                lookBack(target.get());
            } else {
                probe(target.get(), false, nowNanos);
            }
        }
    }

    /** Held dead, and still linked: a network that was cut may be whole again. Anything that comes back shows it. */
    private void lookBack(PeerId target) {
        ping(target, desk.table().link(target), ++nonces);
    }

    /** Somebody accuses this peer, or its link is gone: a probe in half the time, through others from the start. */
    void probeAtOnce(PeerId target, long nowNanos) {
        probe(target, true, nowNanos);
    }

    private void probe(PeerId target, boolean atOnce, long nowNanos) {
        if (!running.containsKey(target)) {
            long nanos = desk.settings().probeEvery() / (atOnce ? 2 : 1);
            Probe probe = new Probe(
                    target, ++nonces, nowNanos, nowNanos + desk.health().stretched(nanos));
            probe.asked = atOnce;
            running.put(target, probe);
            attempt(probe, nowNanos);
        }
    }

    private void attempt(Probe probe, long nowNanos) {
        if (running.get(probe.target) != probe) {
            return;
        }
        long link = desk.table().link(probe.target);
        if (link != MemberTable.NO_LINK) {
            ping(probe.target, link, probe.nonce);
        }
        if (probe.asked || link == MemberTable.NO_LINK) {
            askOthers(probe);
        }
        probe.asked = true;
        if (link == MemberTable.NO_LINK && probe.helpers.isEmpty()) {
            conclude(probe, nowNanos);
            return;
        }
        long next = nowNanos + desk.settings().probeEvery() / 2;
        if (next < probe.endNanos) {
            desk.alarms().at(next, now -> attempt(probe, now));
        } else {
            desk.alarms().at(probe.endNanos, now -> conclude(probe, now));
        }
    }

    private void ping(PeerId peer, long link, long nonce) {
        outcome.beforePing(peer, link);
        desk.port().ping(link, nonce);
    }

    private void askOthers(Probe probe) {
        List<Entry> others = new ArrayList<>();
        for (Entry entry : desk.table().linked()) {
            if (entry.liveness() == Liveness.ALIVE && !entry.peer().equals(probe.target)) {
                others.add(entry);
            }
        }
        for (int k = 0; k < HELPERS && !others.isEmpty(); k++) {
            Entry helper = others.remove(desk.random().nextInt(others.size()));
            desk.port().send(helper.link(), new ProbeFor(probe.nonce, probe.target));
            probe.helpers.add(helper.peer());
            probe.awaited.add(helper.peer());
        }
    }

    private void conclude(Probe probe, long nowNanos) {
        if (!running.remove(probe.target, probe)) {
            return;
        }
        Entry entry = desk.table().find(probe.target);
        boolean heard = entry != null && entry.met() && entry.lastContactNanos() >= probe.startedNanos;
        if (probe.reached || heard) {
            desk.health().better();
            outcome.answered(probe.target, nowNanos);
        } else {
            desk.doubtSelf(probe.helpers.isEmpty() ? 1 : probe.awaited.size());
            outcome.unanswered(probe.target, nowNanos);
        }
    }

    /** A pong: the answer to an own probe, or to one that was run for somebody else. */
    void pong(PeerId from, long nonce, long nowNanos) {
        Probe probe = running.get(from);
        Errand errand = errands.get(nonce);
        if (probe != null && probe.nonce == nonce) {
            probe.reached = true;
            desk.table().measured(from, nowNanos - probe.startedNanos);
            conclude(probe, nowNanos);
        } else if (errand != null && errand.target.equals(from)) {
            finish(nonce, true);
        }
    }

    /** Somebody asks to have another member probed. */
    void probeFor(PeerId client, ProbeFor request, long nowNanos) {
        PeerId target = request.target();
        Verdict verdict = judge(client, target);
        if (!verdict.accepted()) {
            desk.port().verdict(client, verdict);
            return;
        }
        long nonce = ++nonces;
        errands.put(nonce, new Errand(target, client, request.nonce()));
        long link = desk.table().link(target);
        boolean hopeless = link == MemberTable.NO_LINK && !desk.table().onDemand();
        if (hopeless) {
            finish(nonce, false);
        } else {
            if (link == MemberTable.NO_LINK) {
                desk.port().openLink(target);
            } else {
                ping(target, link, nonce);
            }
            // Four fifths of what the client waits at least: the nack is there before it draws its conclusion.
            desk.alarms().at(nowNanos + desk.settings().probeEvery() * 2 / 5, now -> finish(nonce, false));
        }
    }

    /** The peer has a link now: what waits for one goes on. */
    void linked(PeerId peer) {
        long link = desk.table().link(peer);
        Probe probe = running.get(peer);
        if (probe != null) {
            ping(peer, link, probe.nonce);
        }
        errands.forEach((nonce, errand) -> {
            if (errand.target.equals(peer)) {
                ping(peer, link, nonce);
            }
        });
    }

    private Verdict judge(PeerId client, PeerId target) {
        if (target.equals(desk.self()) || target.equals(client)) {
            return Verdict.of(Reason.MALFORMED);
        }
        if (!desk.table().roster().contains(target)) {
            return Verdict.of(Reason.NOT_ON_ROSTER);
        }
        long forClient = errands.values().stream()
                .filter(errand -> errand.client.equals(client))
                .count();
        boolean busy = errands.size() >= MOST_FOR_OTHERS || forClient >= MOST_FOR_ONE;
        return busy ? Verdict.of(Reason.NOT_NOW) : Verdict.accept();
    }

    private void finish(long nonce, boolean reached) {
        @Nullable Errand errand = errands.remove(nonce);
        long link = errand == null ? MemberTable.NO_LINK : desk.table().link(errand.client);
        if (errand != null && link != MemberTable.NO_LINK) {
            desk.port().send(link, new Probed(errand.clientNonce, reached));
        }
    }

    /** What a helper found. That it reached nobody counts once, however often it says so. */
    void probed(PeerId helper, Probed message, long nowNanos) {
        Probe probe = null;
        for (Probe each : running.values()) {
            probe = each.nonce == message.nonce() ? each : probe;
        }
        if (probe == null || !probe.helpers.contains(helper)) {
            return;
        }
        boolean first = probe.awaited.remove(helper);
        if (message.reached()) {
            probe.reached = true;
            conclude(probe, nowNanos);
        } else if (first && probe.awaited.isEmpty() && desk.table().link(probe.target) == MemberTable.NO_LINK) {
            conclude(probe, nowNanos);
        }
    }
}
