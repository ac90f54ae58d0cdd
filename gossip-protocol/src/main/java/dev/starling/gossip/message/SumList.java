package dev.starling.gossip.message;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one attempt at a masked sum is about. Its hash is the salt of all masks, so no two attempts may be equal: a proposer
 * numbers its attempts and never uses a number twice.
 *
 * @param quantity what is summed
 * @param proposer who asks for it
 * @param attempt counted by the proposer, from 1
 * @param rosterHead head of the roster that the proposer holds
 * @param words length of every term
 * @param participants whose terms are summed, ascending; their positions in the sum
 */
public record SumList(
        Quantity quantity, PeerId proposer, int attempt, Digest rosterHead, int words, List<PeerId> participants) {
    private static final byte[] LABEL = "starling sum list 1".getBytes(US_ASCII);

    public SumList {
        participants = List.copyOf(participants);
    }

    /** SHA-256 over everything in it. */
    public Digest hash() {
        ByteBuffer out = ByteBuffer.allocate(
                        LABEL.length + 4 * Integer.BYTES + Digest.BYTES * (3 + participants.size()))
                .order(ByteOrder.LITTLE_ENDIAN);
        out.put(LABEL).putInt(quantity.index()).putInt(attempt).putInt(words).putInt(participants.size());
        quantity.model().writeTo(out);
        proposer.digest().writeTo(out);
        rosterHead.writeTo(out);
        participants.forEach(id -> id.digest().writeTo(out));
        return Digest.of(out.array());
    }

    /** Whether the participants ascend and nobody is named twice. */
    public boolean ordered() {
        for (int k = 1; k < participants.size(); k++) {
            if (participants.get(k - 1).compareTo(participants.get(k)) >= 0) {
                return false;
            }
        }
        return true;
    }

    /** How many members stand on one of two lists only. */
    public int distance(List<PeerId> others) {
        Set<PeerId> here = new TreeSet<>(participants);
        int common = (int) others.stream().filter(here::contains).count();
        return participants.size() + others.size() - 2 * common;
    }
}
