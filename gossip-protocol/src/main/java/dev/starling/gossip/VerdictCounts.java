package dev.starling.gossip;

import dev.starling.gossip.admission.Reason;
import dev.starling.gossip.admission.Verdict;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How often something that arrived was not taken, by reason. Confined to the engine's thread. */
final class VerdictCounts implements Verdict.Handler<Void> {
    private final Map<Reason, Long> counts = new EnumMap<>(Reason.class);

    /** The counts as they are now; not to be written. */
    Map<Reason, Long> counts() {
        return counts;
    }

    @SuppressWarnings("NullAway") // Void has no other value
    private Void count(@Nullable Reason reason) {
        if (reason != null) {
            counts.merge(reason, 1L, Long::sum);
        }
        return null;
    }

    @Override
    public Void accept() {
        return count(null);
    }

    @Override
    public Void ignore(Reason reason) {
        return count(reason);
    }

    @Override
    public Void reject(Reason reason) {
        return count(reason);
    }

    @Override
    public Void later(Reason reason) {
        return count(reason);
    }
}
