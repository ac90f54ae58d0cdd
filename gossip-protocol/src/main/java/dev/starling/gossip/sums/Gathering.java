package dev.starling.gossip.sums;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Member;
import dev.starling.crypto.trust.Roster;
import dev.starling.gossip.message.Body.SumReady;
import dev.starling.gossip.message.SumList;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who is ready for a sum, who asks for it, and whom it can be asked of. Confined to the engine's thread. */
final class Gathering {
    private static final long HOLDS_NANOS = 5_000_000_000L;
    private static final long SHUN_NANOS = 10_000_000_000L;
    private static final int MOST_OBJECTIONS = 16;

    private final PeerId self;
    private final Given given;
    private final SumPort port;
    private final Map<PeerId, Heard> heard = new HashMap<>();
    private final Map<PeerId, Long> shunnedUntil = new HashMap<>();
    private final List<SumList> objections = new ArrayList<>();

    private record Heard(SumReady ready, long atNanos) {}

    Gathering(PeerId self, Given given, SumPort port) {
        this.self = self;
        this.given = given;
        this.port = port;
    }

    void ready(PeerId peer, SumReady ready, long nowNanos) {
        heard.put(peer, new Heard(ready, nowNanos));
    }

    /** Does without a peer for a while: it did not answer, or would not. */
    void shun(PeerId peer, long nowNanos) {
        shunnedUntil.put(peer, nowNanos + SHUN_NANOS);
    }

    /**
     * A peer has given its term to a list that is too near to the one it was asked for. That list is asked for again when
     * everybody on it is ready; otherwise the sum does without the peer.
     */
    void objection(PeerId peer, SumList earlier, SumReady mine, long nowNanos) {
        if (ready(mine, nowNanos).containsAll(earlier.participants()) && objections.size() < MOST_OBJECTIONS) {
            objections.add(earlier);
        } else {
            shun(peer, nowNanos);
        }
    }

    /** Those who are ready for the same thing and there, ascending; this member is. */
    List<PeerId> ready(SumReady mine, long nowNanos) {
        return port.roster().members().stream()
                .map(Member::id)
                .filter(id -> id.equals(self) || (holds(id, mine, nowNanos) && port.present(id)))
                .toList();
    }

    private boolean holds(PeerId id, SumReady mine, long nowNanos) {
        Heard word = heard.get(id);
        return word != null
                && word.ready().equals(mine)
                && nowNanos - word.atNanos() < HOLDS_NANOS
                && shunnedUntil.getOrDefault(id, Long.MIN_VALUE) <= nowNanos;
    }

    /** The participants that can be asked now: all who are ready, or an earlier list that the release rules leave. */
    Optional<List<PeerId>> choose(SumReady mine, long nowNanos) {
        List<PeerId> all = ready(mine, nowNanos);
        Optional<SumList> earlier = given.tooNear(mine.quantity(), all)
                .or(() -> objections.stream()
                        .filter(list -> Given.near(list, all))
                        .findFirst());
        objections.clear();
        List<PeerId> chosen = earlier.map(SumList::participants).orElse(all);
        boolean possible = all.containsAll(chosen)
                && given.tooNear(mine.quantity(), chosen).isEmpty();
        return possible ? Optional.of(chosen) : Optional.empty();
    }

    /** Members of the earlier list that the sum waits for, because the release rules allow no other list now. */
    List<PeerId> missing(SumReady mine, long nowNanos) {
        List<PeerId> all = ready(mine, nowNanos);
        return given.tooNear(mine.quantity(), all)
                .map(list -> list.participants().stream()
                        .filter(id -> !all.contains(id))
                        .toList())
                .orElse(List.of());
    }

    /** Who asks for the sum: the first of these in an order that differs from quantity to quantity. */
    PeerId proposer(int quantity, List<PeerId> among) {
        Roster roster = port.roster();
        byte[] number = ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(quantity)
                .array();
        return among.stream()
                .min(Comparator.comparing(id -> Digest.of(
                        roster.federation().bytes(), number, id.digest().bytes())))
                .orElse(self);
    }
}
