package dev.starling.gossip.membership;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Member;
import dev.starling.crypto.trust.Roster;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Neighbours of a slot, the same for all members that hold the same roster: a union of s/2 Hamiltonian cycles, each the
 * certified roster in the order of a hash that is fresh every slot (the random graphs of Epidemic Learning, de Vos et al.
 * 2023, made from shared numbers instead of an oracle). Liveness skips places and never re-seeds.
 */
public final class Schedule {
    /** Up to this many members everybody is everybody's neighbour, unless the charter says otherwise. */
    public static final int FULL_MESH = 16;

    private static final int DEFAULT_FANOUT = 8;
    private static final int TOLERANCE = 3;

    private final Digest federation;
    private final PeerId self;
    private final int charterFanout;

    /**
     * @param charterFanout neighbours s of a member: 0 for the default rule, 1 for a matching, else even
     */
    public Schedule(Digest federation, PeerId self, int charterFanout) {
        this.federation = federation;
        this.self = self;
        this.charterFanout = charterFanout;
    }

    /** This member's neighbours in a slot, in the order of their ids; {@code live} is its opinion of the others. */
    public List<PeerId> neighbours(Roster roster, int slot, Predicate<PeerId> live) {
        int fanout = fanout(roster);
        TreeSet<PeerId> neighbours = new TreeSet<>();
        if (fanout >= roster.size() - 1) {
            roster.members().stream()
                    .map(Member::id)
                    .filter(id -> !id.equals(self) && live.test(id))
                    .forEach(neighbours::add);
        } else if (fanout == 1) {
            List<PeerId> order = cycle(roster, slot, 0);
            int partner = order.indexOf(self) ^ 1;
            if (partner < order.size() && live.test(order.get(partner))) {
                neighbours.add(order.get(partner));
            }
        } else {
            for (int c = 0; c < fanout / 2; c++) {
                List<PeerId> order = cycle(roster, slot, c);
                nearestLive(order, 1, live, neighbours);
                nearestLive(order, -1, live, neighbours);
            }
        }
        return List.copyOf(neighbours);
    }

    /** True when at most three members stand between the two on some cycle: what an offer in this slot must satisfy. */
    public boolean accepts(Roster roster, int slot, PeerId other) {
        int fanout = fanout(roster);
        if (fanout >= roster.size() - 1) {
            return roster.contains(other);
        }
        if (fanout == 1) {
            List<PeerId> order = cycle(roster, slot, 0);
            int at = order.indexOf(other);
            return at >= 0 && (order.indexOf(self) ^ 1) == at;
        }
        for (int c = 0; c < fanout / 2; c++) {
            List<PeerId> order = cycle(roster, slot, c);
            int at = order.indexOf(other);
            int distance = Math.abs(order.indexOf(self) - at);
            if (at >= 0 && Math.min(distance, order.size() - distance) <= TOLERANCE + 1) {
                return true;
            }
        }
        return false;
    }

    private int fanout(Roster roster) {
        if (charterFanout > 0) {
            return charterFanout;
        }
        return roster.size() <= FULL_MESH ? roster.size() - 1 : DEFAULT_FANOUT;
    }

    private void nearestLive(List<PeerId> order, int direction, Predicate<PeerId> live, Set<PeerId> into) {
        int start = order.indexOf(self);
        for (int step = 1; step < order.size(); step++) {
            PeerId candidate = order.get(Math.floorMod(start + direction * step, order.size()));
            if (live.test(candidate)) {
                into.add(candidate);
                return;
            }
        }
    }

    private List<PeerId> cycle(Roster roster, int slot, int cycle) {
        byte[] slotBytes = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(slot)
                .putInt(cycle)
                .array();
        Map<PeerId, Digest> keys = new HashMap<>();
        List<PeerId> order = new ArrayList<>(roster.size());
        for (Member member : roster.members()) {
            PeerId id = member.id();
            keys.put(id, Digest.of(federation.bytes(), slotBytes, id.digest().bytes()));
            order.add(id);
        }
        order.sort(Comparator.comparing(keys::get));
        return order;
    }
}
