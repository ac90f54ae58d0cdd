package dev.starling.gossip.message;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import java.util.List;

/**
 * What a member signs about one snapshot of its parameters.
 *
 * @param member the author
 * @param life counts losses of the author's state; slots and sequence numbers belong to a life
 * @param slot logical round, from 1
 * @param lineage raised by a rollback
 * @param rosterHead head of the roster that the author held
 * @param degree edges scheduled for the slot plus transactions open when the snapshot was taken
 * @param base hash of the vector that the body is a difference to
 * @param encoding code of the body's encoding
 * @param length bytes of the body
 * @param rows training rows of the author
 * @param stepsDone local steps behind the displacement of this slot
 * @param root SHA-256 over member, life, slot and the hashes of the body's slices; names the snapshot
 * @param seen headers of others in the last two slots, the evidence against equivocation
 */
public record SnapshotHeader(
        PeerId member,
        long life,
        int slot,
        int lineage,
        Digest rosterHead,
        int degree,
        Digest base,
        int encoding,
        int length,
        int rows,
        int stepsDone,
        Digest root,
        List<Seen> seen) {

    /** At most this many {@link Seen} travel in one header. */
    public static final int MAX_SEEN = 128;

    public SnapshotHeader {
        seen = List.copyOf(seen);
    }

    /** Another member's header, by what would contradict a second one of the same life and slot. */
    public record Seen(PeerId member, long life, int slot, Digest root) {}
}
