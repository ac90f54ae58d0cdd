package dev.starling.gossip.sums;

import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.PooledStatistics;
import dev.starling.crypto.trust.Roster;
import dev.starling.gossip.admission.Reason;
import dev.starling.gossip.admission.Verdict;
import dev.starling.gossip.message.Body.SumReady;
import dev.starling.gossip.message.Body.SumTotal;
import dev.starling.gossip.message.Quantity;
import dev.starling.gossip.message.SumList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Metrics of consolidated models: one masked sum a model, of which a total counts once more than half of its participants
 * have signed it. Whoever has no term hears the total from those who have. Confined to the engine's thread.
 */
final class MetricsDesk implements SumUse {
    private static final long NEVER = Long.MAX_VALUE;
    private static final long ASK_NANOS = 1_000_000_000L;
    private static final int MOST_ASKED = 30;

    private final PeerId self;
    private final SumPort port;
    private final SumDesk desk;
    private final Tally tally;
    private final List<Quantity> models = new ArrayList<>();

    private @Nullable SumTotal agreed;
    private boolean withoutTerm;
    private int asked;
    private long askAtNanos;

    MetricsDesk(Identity identity, Given given, SumPort port) {
        this.self = identity.peerId();
        this.port = port;
        this.desk = new SumDesk(identity, given, port, this);
        this.tally = new Tally(identity);
    }

    SumDesk desk() {
        return desk;
    }

    /** A newer consolidated model is known here. Totals of the last two are listened to. */
    void released(Quantity model) {
        models.add(model);
        if (models.size() > 2) {
            models.remove(0);
        }
        withoutTerm = false;
    }

    /**
     * How the newest model does on this member's hold-out.
     *
     * @param words a term, or none
     */
    void term(Quantity model, long[] words, long nowNanos) {
        boolean newest = !models.isEmpty() && models.get(models.size() - 1).equals(model);
        if (!newest || isKnown(model) || port.roster().size() < PooledStatistics.MIN_PARTICIPANTS) {
            return;
        }
        if (words.length > 0) {
            desk.term(model, words, nowNanos);
        } else {
            withoutTerm = true;
            asked = 0;
            askAtNanos = nowNanos;
        }
    }

    /** The newest metrics that are agreed on. */
    Optional<FederatedMetrics> newest() {
        return Optional.ofNullable(agreed)
                .map(known -> FederatedMetrics.of(
                        known.list().quantity(), known.list().participants().size(), known.total()));
    }

    private boolean isKnown(Quantity model) {
        SumTotal known = agreed;
        return known != null && known.list().quantity().index() >= model.index();
    }

    /** A peer lacks a total: it hears it if it is known here. */
    Verdict ready(PeerId from, SumReady ready, long nowNanos) {
        SumTotal known = agreed;
        if (known != null && known.list().quantity().equals(ready.quantity())) {
            port.sendDurably(from, known);
            return Verdict.accept();
        }
        return desk.ready(from, ready, nowNanos);
    }

    /** A peer says what a total is, and who says so with it. */
    Verdict total(SumTotal total) {
        SumList list = total.list();
        Roster roster = port.roster();
        if (isKnown(list.quantity())) {
            return Verdict.accept();
        }
        if (!models.contains(list.quantity())) {
            return Verdict.of(Reason.NOT_NOW);
        }
        int size = list.participants().size();
        boolean sound = list.ordered()
                && size >= PooledStatistics.MIN_PARTICIPANTS
                && list.words() == FederatedMetrics.WORDS
                && FederatedMetrics.isPlausible(size, total.total());
        if (!sound) {
            return Verdict.of(Reason.WRONG_LIST);
        }
        if (2 * size <= roster.size() || !list.participants().stream().allMatch(roster::contains)) {
            return Verdict.of(Reason.STALE);
        }
        tally.take(roster, total).ifPresent(this::agree);
        return Verdict.accept();
    }

    private void agree(SumTotal total) {
        agreed = total;
        tally.clear();
        withoutTerm = false;
        desk.finish(total.list().quantity());
        newest().ifPresent(port::judged);
        if (total.list().proposer().equals(self)) {
            port.broadcast(total);
            if (port.onDemand()) {
                toParticipants(total);
            }
        }
    }

    private void toParticipants(SumTotal total) {
        total.list().participants().stream().filter(id -> !id.equals(self)).forEach(id -> port.sendDurably(id, total));
    }

    @Override
    public int needed() {
        return Math.max(PooledStatistics.MIN_PARTICIPANTS, port.roster().size() / 2 + 1);
    }

    /** Says what this member has computed: to everybody, or to those who may gather signatures where links are few. */
    @Override
    public void summed(SumList list, long[] total) {
        if (isKnown(list.quantity())) {
            desk.finish(list.quantity());
        } else if (!FederatedMetrics.isPlausible(list.participants().size(), total)) {
            port.alarm(
                    "the metrics of consolidated model " + list.quantity().index() + " are not shown: the total is no"
                            + " sum of honest terms, so one of the participants gave a false one");
            desk.finish(list.quantity());
        } else {
            SumTotal mine = tally.sign(port.roster(), list, total);
            port.broadcast(mine);
            if (port.onDemand() && !list.proposer().equals(self)) {
                port.sendDurably(list.proposer(), mine);
            }
            tally.take(port.roster(), mine).ifPresent(this::agree);
        }
    }

    void timerDue(long nowNanos) {
        desk.timerDue(nowNanos);
        if (nextAskNanos() != NEVER && askAtNanos - nowNanos <= 0) {
            asked++;
            askAtNanos = nowNanos + ASK_NANOS;
            desk.say(new SumReady(models.get(models.size() - 1), port.roster().head(), 0));
        }
    }

    private long nextAskNanos() {
        return withoutTerm && asked < MOST_ASKED ? askAtNanos : NEVER;
    }

    long nextDueNanos() {
        return Math.min(desk.nextDueNanos(), nextAskNanos());
    }
}
