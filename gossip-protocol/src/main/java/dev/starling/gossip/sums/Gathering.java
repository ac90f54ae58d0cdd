package dev.starling.gossip.sums;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.document.Member;
import dev.starling.gossip.message.Body.SumReady;
import dev.starling.gossip.message.Quantity;
import dev.starling.gossip.message.SumList;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Who is ready for a sum, who asks for it, and whom it can be asked of. Confined to the engine's thread. */
final class Gathering {
    private static final long HOLDS_NANOS = 10_000_000_000L;
    private static final long SHUN_NANOS = 10_000_000_000L;
    private static final int MOST_OBJECTIONS = 16;
    private static final int MOST_LEFT_OUT = 12;
    private static final int FIRST = 3;
    private static final int SAID_SOON = 20;
    private static final int MOST_SOUGHT = 8;

    private final PeerId self;
    private final Given given;
    private final SumPort port;
    private final Map<PeerId, Heard> heard = new HashMap<>();
    private final Map<PeerId, Long> shunnedUntil = new HashMap<>();
    private final Map<PeerId, Set<SumList>> objections = new HashMap<>();
    private @Nullable Order order;

    /** Everybody on a roster in the order in which they would propose a quantity. */
    private record Order(int quantity, Digest rosterHead, List<PeerId> members) {}

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
     * A peer has given its term to a list that stands against the one it was asked for. That list is asked for again when
     * everybody on it is ready; otherwise the sum does without the peer for a while.
     */
    void objection(PeerId peer, SumList earlier, SumReady mine, long nowNanos) {
        Set<SumList> lists = objections.computeIfAbsent(peer, id -> new LinkedHashSet<>());
        if (lists.size() < MOST_OBJECTIONS && earlier.quantity().isLike(mine.quantity())) {
            lists.add(earlier);
        }
        if (!ready(mine, nowNanos).containsAll(earlier.participants())) {
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

    /**
     * Whether nobody need be waited for: every member of the roster is ready for scaling, which is summed once; of a metric,
     * every member who is there has said whether it has a term.
     */
    boolean everybody(SumReady mine, long nowNanos) {
        Roster roster = port.roster();
        if (!mine.quantity().isMetric()) {
            return ready(mine, nowNanos).size() == roster.size();
        }
        return roster.members().stream()
                .map(Member::id)
                .filter(id -> !id.equals(self) && port.present(id))
                .allMatch(id -> hasSpoken(id, mine));
    }

    private boolean hasSpoken(PeerId id, SumReady mine) {
        Heard word = heard.get(id);
        return word != null && word.ready().quantity().equals(mine.quantity());
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
        List<List<PeerId>> candidates = new ArrayList<>(List.of(all));
        given.like(mine.quantity()).forEach(list -> candidates.add(list.participants()));
        all.forEach(peer -> objections(peer).forEach(list -> candidates.add(list.participants())));
        return candidates.stream()
                .filter(all::containsAll)
                .filter(candidate -> allowed(mine.quantity(), candidate))
                .findFirst();
    }

    /**
     * All who are ready but for one, two or three, chosen so that the release rules leave the rest: those who would propose
     * last.
     *
     * @param needed the least number of participants
     */
    Optional<List<PeerId>> leaveOut(SumReady mine, int needed, long nowNanos) {
        List<PeerId> all = ready(mine, nowNanos);
        Set<PeerId> candidates = new HashSet<>(all);
        candidates.remove(self);
        List<PeerId> last = new ArrayList<>(
                order(mine.quantity()).stream().filter(candidates::contains).toList());
        Collections.reverse(last);
        int most = Math.min(last.size(), MOST_LEFT_OUT);
        for (int i = 0; i < most; i++) {
            for (int j = i; j < most; j++) {
                for (int k = j; k < most; k++) {
                    List<PeerId> rest = new ArrayList<>(all);
                    rest.removeAll(Set.of(last.get(i)));
                    rest.removeAll(Set.of(last.get(j)));
                    rest.removeAll(Set.of(last.get(k)));
                    if (rest.size() >= needed && allowed(mine.quantity(), rest)) {
                        return Optional.of(rest);
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Whether the release rules of this member leave the list, and those of its participants as far as they are known. */
    private boolean allowed(Quantity quantity, List<PeerId> participants) {
        return given.against(quantity, participants).isEmpty()
                && participants.stream()
                        .allMatch(peer ->
                                Given.against(objections(peer), participants).isEmpty());
    }

    private List<SumList> objections(PeerId peer) {
        return List.copyOf(objections.getOrDefault(peer, Set.of()));
    }

    /** Members of the earlier list that the sum waits for, because the release rules allow no other list now. */
    List<PeerId> missing(SumReady mine, long nowNanos) {
        List<PeerId> all = ready(mine, nowNanos);
        return given.against(mine.quantity(), all)
                .map(list -> list.participants().stream()
                        .filter(id -> !all.contains(id))
                        .toList())
                .orElse(List.of());
    }

    /** Who asks for the sum: the first of these in an order that differs from quantity to quantity. */
    PeerId proposer(Quantity quantity, List<PeerId> among) {
        Set<PeerId> candidates = new HashSet<>(among);
        return order(quantity).stream().filter(candidates::contains).findFirst().orElse(self);
    }

    /**
     * Who has to hear that this member is ready, where not everybody is linked: those who may propose, more of them the longer
     * nothing comes of it. One of them says it to some of those that it has not heard of: they may not know where it is.
     *
     * @param said how often it was said
     */
    List<PeerId> audience(SumReady mine, int said) {
        List<PeerId> there = order(mine.quantity()).stream()
                .filter(id -> id.equals(self) || port.present(id))
                .toList();
        List<PeerId> audience = new ArrayList<>(there.subList(0, Math.min(FIRST + said / SAID_SOON, there.size())));
        if (audience.remove(self)) {
            List<PeerId> unheard = there.stream()
                    .filter(id -> !id.equals(self) && !hasSpoken(id, mine))
                    .toList();
            int from = unheard.isEmpty() ? 0 : said * MOST_SOUGHT % unheard.size();
            audience.addAll(unheard.subList(from, Math.min(from + MOST_SOUGHT, unheard.size())));
        }
        return audience;
    }

    private List<PeerId> order(Quantity quantity) {
        Roster roster = port.roster();
        Order known = order;
        if (known != null
                && known.quantity() == quantity.index()
                && known.rosterHead().equals(roster.head())) {
            return known.members();
        }
        byte[] number = ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(quantity.index())
                .array();
        Map<Digest, PeerId> sorted = new TreeMap<>();
        for (Member member : roster.members()) {
            byte[] id = member.id().digest().bytes();
            sorted.put(Digest.of(roster.federation().bytes(), number, id), member.id());
        }
        List<PeerId> members = List.copyOf(sorted.values());
        order = new Order(quantity.index(), roster.head(), members);
        return members;
    }
}
