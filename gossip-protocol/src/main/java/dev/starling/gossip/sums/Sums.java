package dev.starling.gossip.sums;

import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.PooledStatistics;
import dev.starling.gossip.admission.Verdict;
import dev.starling.gossip.message.Body.SumAnswer;
import dev.starling.gossip.message.Body.SumProposal;
import dev.starling.gossip.message.Body.SumReady;
import dev.starling.gossip.message.Body.SumTotal;
import dev.starling.gossip.message.Quantity;
import dev.starling.gossip.message.Slice;
import dev.starling.gossip.message.Want;
import java.util.Optional;

/**
 * One member's masked sums: the one that features are scaled by, and the metrics of one consolidated model after the other.
 * Nothing that a peer sends makes it throw. Confined to the engine's thread.
 */
public final class Sums {
    private final ScalingSum scaling;
    private final MetricsDesk metrics;

    /**
     * @param startMembers no sum for scaling below so many participants
     * @param given what this member gave before
     */
    public Sums(Identity identity, int startMembers, Given given, SumPort port) {
        this.scaling = new ScalingSum(identity, startMembers, given, port);
        this.metrics = new MetricsDesk(identity, given, port);
    }

    /**
     * This member's term of the sum for scaling: from now on it is ready. Another one than was given before is refused.
     *
     * @param expected words that a term has
     * @throws IllegalArgumentException when their number is another one
     */
    public void scalingTerm(long[] words, int expected, long nowNanos) {
        if (words.length != expected) {
            throw new IllegalArgumentException("a term of " + words.length + " words instead of " + expected);
        }
        scaling.term(words, nowNanos);
    }

    /** The total that features are scaled by stands in the roster's log. */
    public void released(PooledStatistics statistics) {
        scaling.released(statistics);
    }

    /** How far the sum for scaling is. */
    public SumProgress scalingProgress(long nowNanos) {
        return scaling.progress(nowNanos);
    }

    /** A consolidated model is known here, newer than all before. */
    public void released(Quantity model) {
        metrics.released(model);
    }

    /**
     * How a consolidated model does on this member's hold-out.
     *
     * @param words see {@link FederatedMetrics#term}
     * @throws IllegalArgumentException when their number is another one
     */
    public void metricsTerm(Quantity model, long[] words, long nowNanos) {
        if (words.length != 0 && words.length != FederatedMetrics.WORDS) {
            throw new IllegalArgumentException("a term of " + words.length + " words");
        }
        metrics.term(model, words, nowNanos);
    }

    /** The newest metrics that are agreed on. */
    public Optional<FederatedMetrics> metrics() {
        return metrics.newest();
    }

    /** How far the sum for the newest model's metrics is. */
    public SumProgress metricsProgress(long nowNanos) {
        return metrics.desk().progress(nowNanos);
    }

    private SumDesk deskOf(Quantity quantity) {
        return quantity.isMetric() ? metrics.desk() : scaling.desk();
    }

    /** A peer is ready, or asks for a total. */
    public Verdict ready(PeerId from, SumReady ready, long nowNanos) {
        return ready.quantity().isMetric()
                ? metrics.ready(from, ready, nowNanos)
                : scaling.desk().ready(from, ready, nowNanos);
    }

    /** A peer asks for this member's part in a list, or says that all have agreed. */
    public Verdict proposal(PeerId from, SumProposal proposal, long nowNanos) {
        return deskOf(proposal.list().quantity()).proposal(from, proposal, nowNanos);
    }

    /** A participant answers this member's list. */
    public Verdict answer(PeerId from, SumAnswer answer, long nowNanos) {
        SumDesk desk = scaling.desk().runs(answer.list()) ? scaling.desk() : metrics.desk();
        return desk.answer(from, answer, nowNanos);
    }

    /** A peer says what a total is. */
    public Verdict total(SumTotal total) {
        return metrics.total(total);
    }

    /** A slice of a window; empty when it belongs to no sum. */
    public Optional<Verdict> slice(PeerId from, Slice slice, long nowNanos) {
        return scaling.desk()
                .slice(from, slice, nowNanos)
                .or(() -> metrics.desk().slice(from, slice, nowNanos));
    }

    /** A peer lacks slices of a window; empty when it belongs to no sum. */
    public Optional<Verdict> want(PeerId from, Want want) {
        return scaling.desk().want(from, want).or(() -> metrics.desk().want(from, want));
    }

    /** Says again what was not answered, and ends what takes too long. */
    public void timerDue(long nowNanos) {
        scaling.desk().timerDue(nowNanos);
        metrics.timerDue(nowNanos);
    }

    /** When {@link #timerDue} has something to do next, {@link Long#MAX_VALUE} when never. */
    public long nextDueNanos() {
        return Math.min(scaling.desk().nextDueNanos(), metrics.nextDueNanos());
    }
}
