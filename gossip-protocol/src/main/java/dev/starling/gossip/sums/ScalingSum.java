package dev.starling.gossip.sums;

import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.trust.PooledStatistics;
import dev.starling.crypto.trust.Roster;
import dev.starling.gossip.message.Quantity;
import dev.starling.gossip.message.SumList;
import dev.starling.gossip.sums.SumProgress.Stage;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sum that features are scaled by: released by the roster's log, once. Confined to the engine's thread. */
final class ScalingSum implements SumUse {
    private final int startMembers;
    private final SumPort port;
    private final SumDesk desk;
    private boolean asked;
    private boolean released;

    private @Nullable SumList summed;
    private long[] total = {};

    ScalingSum(Identity identity, int startMembers, Given given, SumPort port) {
        this.startMembers = startMembers;
        this.port = port;
        this.desk = new SumDesk(identity, given, port, this);
    }

    SumDesk desk() {
        return desk;
    }

    void term(long[] words, long nowNanos) {
        port.roster().statistics().ifPresent(this::released);
        if (!released) {
            asked = true;
            desk.term(Quantity.SCALING, words, nowNanos);
        }
    }

    /** The total stands in the log: nothing is kept of it. */
    void released(PooledStatistics statistics) {
        SumList known = summed;
        boolean sameList = known != null && known.participants().equals(statistics.participants());
        if (sameList && !Arrays.equals(total, statistics.totals())) {
            port.alarm("the roster's log has another total than this member computed with the same participants");
        }
        released = true;
        summed = null;
        desk.finish(Quantity.SCALING);
    }

    SumProgress progress(long nowNanos) {
        if (released || port.roster().statistics().isPresent()) {
            return SumProgress.NONE;
        }
        return asked ? desk.progress(nowNanos) : new SumProgress(Stage.TERM_MISSING, 0, needed(), List.of());
    }

    @Override
    public int needed() {
        Roster roster = port.roster();
        int most = Math.max(roster.quorum(), Math.max(Math.min(startMembers, roster.size()), roster.size() / 2 + 1));
        return Math.max(PooledStatistics.MIN_PARTICIPANTS, most);
    }

    @Override
    public void summed(SumList list, long[] words) {
        summed = list;
        total = words;
        port.summed(list, words);
    }
}
