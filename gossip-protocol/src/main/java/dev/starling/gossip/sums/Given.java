package dev.starling.gossip.sums;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.journal.JournalRecord.TermGiven;
import dev.starling.gossip.message.SumList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The lists that this member has given a term to, as its journal has them: what the release rules of the package are kept
 * against. Confined to the engine's thread.
 */
public final class Given {
    private static final int NEAREST = 3;

    private final List<TermGiven> given = new ArrayList<>();

    /** One more, live or on recovery. */
    public void add(TermGiven record) {
        given.add(record);
    }

    /** The first list of this quantity that is not the same one and differs by fewer than three members. */
    public Optional<SumList> tooNear(int quantity, List<PeerId> participants) {
        return given.stream()
                .map(TermGiven::list)
                .filter(list -> list.quantity() == quantity && near(list, participants))
                .findFirst();
    }

    /** Whether two lists differ, but by fewer than three members. */
    static boolean near(SumList list, List<PeerId> participants) {
        int distance = list.distance(participants);
        return distance > 0 && distance < NEAREST;
    }

    /** Whether a term went to a list with this hash. */
    boolean contains(Digest hash) {
        return given.stream().anyMatch(record -> record.list().hash().equals(hash));
    }

    /** Whether another term of this quantity was given before. */
    boolean contradicts(int quantity, Digest term) {
        return given.stream()
                .anyMatch(record ->
                        record.list().quantity() == quantity && !record.term().equals(term));
    }

    /** The highest attempt of this proposer. */
    int lastAttempt(PeerId proposer) {
        return given.stream()
                .map(TermGiven::list)
                .filter(list -> list.proposer().equals(proposer))
                .mapToInt(SumList::attempt)
                .max()
                .orElse(0);
    }
}
