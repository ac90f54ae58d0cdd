package dev.starling.gossip.consolidation;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.document.Member;
import dev.starling.gossip.message.ModelList;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The members of one roster as voters. Immutable. */
final class Voters {
    private final Roster roster;

    Voters(Roster roster) {
        this.roster = roster;
    }

    /** The least number that is more than half. */
    int quorum() {
        return roster.size() / 2 + 1;
    }

    int size() {
        return roster.size();
    }

    boolean contains(PeerId peer) {
        return roster.contains(peer);
    }

    Optional<Member> member(PeerId peer) {
        return roster.member(peer);
    }

    /**
     * True for a list in order, of a quorum at least, of members of a roster with snapshots that are not too old.
     *
     * @param entitled whose members may be in it
     */
    boolean mayChoose(ModelList list, Roster entitled) {
        return list.ordered()
                && list.participants().size() >= quorum()
                && list.participants().stream().allMatch(p -> p.slot() >= list.slot() && entitled.contains(p.member()));
    }

    /**
     * Voters in the order in which they propose: by SHA-256(federation id, index u32, peer id), so that each index begins
     * with another one and everybody knows with whom.
     */
    List<PeerId> order(int index) {
        byte[] number = ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(index)
                .array();
        byte[] federation = roster.federation().bytes();
        return roster.members().stream()
                .map(Member::id)
                .collect(Collectors.toMap(
                        id -> Digest.of(federation, number, id.digest().bytes()), id -> id))
                .entrySet()
                .stream()
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .map(Map.Entry::getValue)
                .toList();
    }
}
