package dev.starling.gossip.membership;

import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.document.Member;
import dev.starling.gossip.membership.SlotOrders.Order;
import java.util.List;
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

    private final PeerId self;
    private final int charterFanout;
    private final SlotOrders orders;

    /**
     * @param charterFanout neighbours s of a member: 0 for the default rule, 1 for a matching, else even
     * @param orders may be shared
     */
    public Schedule(PeerId self, int charterFanout, SlotOrders orders) {
        this.self = self;
        this.charterFanout = charterFanout;
        this.orders = orders;
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
            Order order = orders.of(roster, slot, 0);
            int partner = order.indexOf(self) ^ 1;
            if (partner >= 0 && partner < order.size() && live.test(order.at(partner))) {
                neighbours.add(order.at(partner));
            }
        } else {
            for (int c = 0; c < fanout / 2; c++) {
                Order order = orders.of(roster, slot, c);
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
            Order order = orders.of(roster, slot, 0);
            int at = order.indexOf(other);
            return at >= 0 && (order.indexOf(self) ^ 1) == at;
        }
        for (int c = 0; c < fanout / 2; c++) {
            Order order = orders.of(roster, slot, c);
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

    private void nearestLive(Order order, int direction, Predicate<PeerId> live, Set<PeerId> into) {
        int start = order.indexOf(self);
        for (int step = 1; step < order.size(); step++) {
            PeerId candidate = order.at(start + direction * step);
            if (live.test(candidate)) {
                into.add(candidate);
                return;
            }
        }
    }
}
