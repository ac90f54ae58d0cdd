package dev.starling.gossip.consolidation;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.journal.Snapshot;
import dev.starling.gossip.message.ModelList;
import dev.starling.gossip.message.Participant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * This member's parts in the sums of long lists of the running index: whether it can do its part, and doing it once the list
 * is certified. Confined to the engine's thread.
 */
final class Rounds {
    private final PeerId self;
    private final Ballots ballots;
    private final Around around;
    private final Map<Digest, RoundSum> sums = new HashMap<>();

    /**
     * What the sums need from around them.
     *
     * @param done takes the mean of a list
     */
    record Around(ConsolidationPort port, Gathering gathering, BiConsumer<ModelList, float[]> done) {}

    Rounds(PeerId self, Ballots ballots, Around around) {
        this.self = self;
        this.ballots = ballots;
        this.around = around;
    }

    /**
     * Whoever is on the list must be able to add its snapshot, and meets those whom it will send windows to while the list is
     * voted on; whoever is not may sign the list, but never the model.
     */
    boolean prepare(ModelList list) {
        if (!list.names(self)) {
            return true;
        }
        if (ownPart(list) == null) {
            return false;
        }
        WindowSum.plan(list.participants().size(), position(list))
                .forEach(round ->
                        around.port().meet(list.participants().get(round.to()).member()));
        return true;
    }

    private float @Nullable [] ownPart(ModelList list) {
        Snapshot own = ballots.retained().orElse(null);
        for (Participant p : list.participants()) {
            if (own != null && p.root().equals(own.root())) {
                float[] values = around.port().decode(p, own.body());
                FixedPoint grid = FixedPoint.of(list.participants().size(), ModelMean.CAP);
                return values == null || grid.misfits(values) > 0 ? null : values;
            }
        }
        return null;
    }

    private int position(ModelList list) {
        int position = 0;
        while (!list.participants().get(position).member().equals(self)) {
            position++;
        }
        return position;
    }

    /** The list is certified: the rounds begin, if they have not begun and this member is on it. */
    void begin(ModelList list) {
        float[] own = list.inRounds() ? ownPart(list) : null;
        if (own == null || sums.containsKey(list.hash())) {
            return;
        }
        RoundSum sum = new RoundSum(
                list,
                position(list),
                own,
                new RoundSum.Around(
                        around.port(), around.gathering(), mean -> around.done().accept(list, mean)));
        sums.put(list.hash(), sum);
        sum.start();
    }

    /** A window that this member has sent in the running index. */
    byte @Nullable [] sent(Digest name) {
        byte[] window = null;
        for (RoundSum sum : sums.values()) {
            window = window == null ? sum.sent(name) : window;
        }
        return window;
    }

    /** The next index runs. */
    void clear() {
        sums.clear();
    }
}
