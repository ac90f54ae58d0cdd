package dev.starling.gossip.sums;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.signing.Purpose;
import dev.starling.crypto.signing.SigningContext;
import dev.starling.crypto.trust.Roster;
import dev.starling.gossip.message.Body.SumTotal;
import dev.starling.gossip.message.Endorsement;
import dev.starling.gossip.message.Limits;
import dev.starling.gossip.message.SumList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who has signed which total. A total holds when more than half of the participants of its list have signed it: of two
 * totals of one list only one can, unless somebody signs both. One signature a member is kept, its latest. What is signed,
 * under the context <i>sum total, federation, version 1</i>: hash of the list 32 | total, u64 each. Confined to the engine's
 * thread.
 */
final class Tally {
    private final Identity identity;
    private final TreeMap<PeerId, Said> said = new TreeMap<>();

    private record Said(Digest what, SumTotal total, Endorsement endorsement) {}

    Tally(Identity identity) {
        this.identity = identity;
    }

    /** A total with this member's own signature. */
    SumTotal sign(Roster roster, SumList list, long[] total) {
        byte[] signature = identity.sign(context(roster), statement(list, total));
        return new SumTotal(list, total, List.of(new Endorsement(identity.peerId(), signature)));
    }

    /**
     * Counts the signatures under a total; those of members on its list that verify.
     *
     * @return the total with all signatures that are known once it holds
     */
    Optional<SumTotal> take(Roster roster, SumTotal total) {
        byte[] statement = statement(total.list(), total.total());
        Digest what = Digest.of(statement);
        for (Endorsement endorsement : total.endorsements()) {
            PeerId signer = endorsement.signer();
            Said before = said.get(signer);
            boolean known = before != null && before.what().equals(what);
            if (!known && total.list().participants().contains(signer) && holds(roster, endorsement, statement)) {
                said.put(signer, new Said(what, total, endorsement));
            }
        }
        List<Endorsement> endorsements = new ArrayList<>();
        said.values().stream()
                .filter(one -> one.what().equals(what))
                .forEach(one -> endorsements.add(one.endorsement()));
        return 2 * endorsements.size() > total.list().participants().size()
                ? Optional.of(new SumTotal(total.list(), total.total(), endorsements))
                : Optional.empty();
    }

    void clear() {
        said.clear();
    }

    private static boolean holds(Roster roster, Endorsement endorsement, byte[] statement) {
        return roster.member(endorsement.signer())
                .filter(member ->
                        member.identity().signingKey().verify(context(roster), statement, endorsement.signature()))
                .isPresent();
    }

    private static SigningContext context(Roster roster) {
        return new SigningContext(roster.federation(), Purpose.SUM_TOTAL, Limits.VERSION);
    }

    private static byte[] statement(SumList list, long[] total) {
        byte[] words = Window.encode(total);
        byte[] statement = new byte[Digest.BYTES + words.length];
        System.arraycopy(list.hash().bytes(), 0, statement, 0, Digest.BYTES);
        System.arraycopy(words, 0, statement, Digest.BYTES, words.length);
        return statement;
    }
}
