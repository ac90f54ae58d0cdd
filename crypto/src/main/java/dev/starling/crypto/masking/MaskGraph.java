package dev.starling.crypto.masking;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who masks with whom. Up to {@link #ALL_PAIRS} participants everybody does with everybody. Above, the participants stand on
 * a ring in an order that follows from the proposal's hash, and everybody does with the {@code ceil(log2 n)} nearest on either
 * side: a Harary graph, which stays connected unless {@code 2 ceil(log2 n)} of its members are taken away (Harary 1962; for
 * masks Bell et al., CCS 2020). As long as the participants who keep their secrets to themselves are connected, nothing but
 * the sum of their vectors can be learnt.
 */
public final class MaskGraph {
    /** Most participants of whom everybody masks with everybody. */
    public static final int ALL_PAIRS = 64;

    private MaskGraph() {}

    /**
     * The partners of one participant; it is a partner of each of them, too.
     *
     * @param participants without repetition, {@code self} among them
     * @param proposal orders the ring
     */
    public static List<PeerId> partners(Collection<PeerId> participants, PeerId self, Digest proposal) {
        if (participants.size() <= ALL_PAIRS) {
            return participants.stream().filter(id -> !id.equals(self)).sorted().toList();
        }
        List<PeerId> ring = ring(participants, proposal);
        int n = ring.size();
        int reach = Integer.SIZE - Integer.numberOfLeadingZeros(n - 1);
        int here = ring.indexOf(self);
        List<PeerId> partners = new ArrayList<>(2 * reach);
        for (int step = 1; step <= reach; step++) {
            partners.add(ring.get((here + step) % n));
            partners.add(ring.get((here - step + n) % n));
        }
        partners.sort(Comparator.naturalOrder());
        return partners;
    }

    private static List<PeerId> ring(Collection<PeerId> participants, Digest proposal) {
        Map<Digest, PeerId> ordered = new TreeMap<>();
        for (PeerId id : participants) {
            ordered.put(Digest.of(proposal.bytes(), id.digest().bytes()), id);
        }
        return List.copyOf(ordered.values());
    }
}
