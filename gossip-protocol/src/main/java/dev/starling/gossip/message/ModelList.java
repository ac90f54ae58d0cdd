package dev.starling.gossip.message;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * What a consolidated model is the mean of. Whoever holds the listed snapshots arrives at the same model, bit for bit.
 *
 * @param index number of the consolidation, from 1
 * @param slot the slot that every listed snapshot has reached
 * @param parent hash of the model before, genesis before the first
 * @param votersHead head of the roster whose members vote: the {@code rosterHead} of the list before, the federation id
 *     before the first
 * @param rosterHead head of the roster that all participants are on, and whose members vote next time
 * @param participants ascending by member, each once
 */
public record ModelList(
        int index, int slot, Digest parent, Digest votersHead, Digest rosterHead, List<Participant> participants) {
    private static final int HEAD = 3 * Integer.BYTES + 3 * Digest.BYTES;
    private static final int ENTRY = 3 * Digest.BYTES + Long.BYTES + Integer.BYTES + 1;

    public ModelList {
        participants = List.copyOf(participants);
    }

    /**
     * SHA-256 over index u32, slot u32, parent, voters' head, roster head, count u32 and the participants (member 32, life
     * u64, slot u32, base 32, encoding u8, root 32), little-endian.
     */
    public Digest hash() {
        ByteBuffer out = ByteBuffer.allocate(HEAD + ENTRY * participants.size()).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(index).putInt(slot);
        parent.writeTo(out);
        votersHead.writeTo(out);
        rosterHead.writeTo(out);
        out.putInt(participants.size());
        for (Participant participant : participants) {
            participant.member().digest().writeTo(out);
            out.putLong(participant.life()).putInt(participant.slot());
            participant.base().writeTo(out);
            out.put((byte) participant.encoding());
            participant.root().writeTo(out);
        }
        return Digest.of(out.array());
    }

    /** True when the list is so long that the members form its sum in rounds. */
    public boolean inRounds() {
        return participants.size() > Limits.PARTICIPANTS_BY_HASH;
    }

    /** True when the member's snapshot is on the list. */
    public boolean names(PeerId member) {
        return participants.stream().anyMatch(p -> p.member().equals(member));
    }

    /** True when no member stands here twice and all are in order. */
    public boolean ordered() {
        for (int k = 1; k < participants.size(); k++) {
            if (participants.get(k - 1).member().compareTo(participants.get(k).member()) >= 0) {
                return false;
            }
        }
        return true;
    }
}
