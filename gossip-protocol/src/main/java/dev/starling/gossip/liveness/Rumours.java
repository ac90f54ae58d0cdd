package dev.starling.gossip.liveness;

import dev.starling.gossip.message.Claim;
import dev.starling.gossip.message.SignedClaim;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Claims on their way to others: each is handed on a number of times that grows with the logarithm of the number of
 * members, then it is old (SWIM, section 4.1). The youngest go first. Bounded.
 */
final class Rumours {
    /** Claims kept at most. */
    static final int MOST = 512;

    /** Times log2 of the number of members: with twice that, next to nobody is left out (Karp et al., FOCS 2000). */
    private static final int EAGERNESS = 2;

    private static final class Rumour {
        final SignedClaim signed;
        int told;

        Rumour(SignedClaim signed) {
            this.signed = signed;
        }
    }

    private final ArrayDeque<Rumour> queue = new ArrayDeque<>();

    /** News: what it makes obsolete is not handed on any more. */
    void add(SignedClaim signed) {
        queue.removeIf(old -> supersedes(signed.claim(), old.signed.claim()));
        if (queue.size() == MOST) {
            queue.removeLast();
        }
        queue.addFirst(new Rumour(signed));
    }

    static boolean supersedes(Claim claim, Claim old) {
        boolean later = claim.incarnation() > old.incarnation()
                || (claim.incarnation() == old.incarnation() && claim.kind().compareTo(old.kind()) > 0);
        return claim.about().equals(old.about()) && later;
    }

    /** Some claims to hand on once more. */
    List<SignedClaim> take(int most, int members) {
        int budget = budget(members);
        List<SignedClaim> taken = new ArrayList<>();
        List<Rumour> again = new ArrayList<>();
        while (taken.size() < most && !queue.isEmpty()) {
            Rumour rumour = queue.remove();
            taken.add(rumour.signed);
            if (++rumour.told < budget) {
                again.add(rumour);
            }
        }
        queue.addAll(again);
        return taken;
    }

    /** How often a claim is handed on by each member. */
    static int budget(int members) {
        return EAGERNESS * (Integer.SIZE - Integer.numberOfLeadingZeros(members));
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }
}
