package dev.starling.gossip.membership;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.document.Member;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The orders in which the cycles of the last few slots arrange a roster. Each is worked out once, by hashing and sorting the
 * whole roster, and looked up after. An order follows from roster, slot and cycle alone, so several engines of one process
 * may share these. Confined to one thread.
 */
public final class SlotOrders {
    /** Eight slots of the default fan-out; older ones are worked out again when somebody asks. */
    private static final int MOST_KEPT = 32;

    private final Map<Key, Order> kept = new LinkedHashMap<>(2 * MOST_KEPT, 0.75f, true);

    private record Key(Digest federation, Digest head, int slot, int cycle) {}

    private record Hashed(Digest hash, int place) {}

    /** One cycle of one slot: everybody on the roster in a ring. Immutable. */
    static final class Order {
        private final Roster roster;
        private final int[] placeAt;
        private final int[] positionOf;

        private Order(Roster roster, int[] placeAt) {
            this.roster = roster;
            this.placeAt = placeAt;
            this.positionOf = new int[placeAt.length];
            for (int position = 0; position < placeAt.length; position++) {
                positionOf[placeAt[position]] = position;
            }
        }

        int size() {
            return placeAt.length;
        }

        /** Who stands there, counted round the ring from 0. */
        PeerId at(int position) {
            return roster.members()
                    .get(placeAt[Math.floorMod(position, placeAt.length)])
                    .id();
        }

        /** Where the peer stands; -1 when it is not on the roster. */
        int indexOf(PeerId peer) {
            int place = roster.placeOf(peer);
            return place < 0 ? -1 : positionOf[place];
        }
    }

    /** The order of one cycle of a slot. */
    Order of(Roster roster, int slot, int cycle) {
        Key key = new Key(roster.federation(), roster.head(), slot, cycle);
        Order order = kept.get(key);
        if (order == null) {
            order = new Order(roster, arrange(roster, slot, cycle));
            kept.put(key, order);
            if (kept.size() > MOST_KEPT) {
                kept.remove(kept.keySet().iterator().next());
            }
        }
        return order;
    }

    private static int[] arrange(Roster roster, int slot, int cycle) {
        List<Member> members = roster.members();
        byte[] federation = roster.federation().bytes();
        byte[] slotBytes = ByteBuffer.allocate(2 * Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(slot)
                .putInt(cycle)
                .array();
        return IntStream.range(0, members.size())
                .mapToObj(place -> new Hashed(
                        Digest.of(
                                federation,
                                slotBytes,
                                members.get(place).id().digest().bytes()),
                        place))
                .sorted(Comparator.comparing(Hashed::hash))
                .mapToInt(Hashed::place)
                .toArray();
    }
}
