package dev.starling.gossip.liveness;

import dev.starling.crypto.identity.PeerId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whom to probe next: everybody once, in an order that is drawn anew for every round, so that no member waits longer than
 * two rounds (SWIM, Das, Gupta, Motivala, DSN 2002, section 4.3).
 */
final class ProbeOrder {
    private final SplittableRandom random;
    private final Supplier<List<PeerId>> candidates;
    private final ArrayDeque<PeerId> round = new ArrayDeque<>();
    private int roundSize;

    /**
     * @param candidates who can be probed now
     */
    ProbeOrder(SplittableRandom random, Supplier<List<PeerId>> candidates) {
        this.random = random;
        this.candidates = candidates;
    }

    /** The next one of this round who can {@code still} be probed; of the next round when this one is over. */
    Optional<PeerId> next(Predicate<PeerId> still) {
        PeerId next = poll(still);
        if (next == null) {
            List<PeerId> all = new ArrayList<>(candidates.get());
            roundSize = all.size();
            for (int left = all.size(); left > 0; left--) {
                round.add(all.remove(random.nextInt(left)));
            }
            next = round.poll();
        }
        return Optional.ofNullable(next);
    }

    private @Nullable PeerId poll(Predicate<PeerId> still) {
        PeerId next = round.poll();
        while (next != null && !still.test(next)) {
            next = round.poll();
        }
        return next;
    }

    /** Members in the round that is under way. */
    int roundSize() {
        return roundSize;
    }
}
