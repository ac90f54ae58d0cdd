package dev.starling.gossip.journal;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.digest.RunningDigest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.message.Limits;
import dev.starling.gossip.message.SignedHeader;
import dev.starling.gossip.message.SnapshotHeader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A member's parameters as it published them: the signed header and the encoded body that the header's root names. The
 * body is shared and never written.
 */
@SuppressWarnings("ArrayRecordComponent") // carried, compared by root
public record Snapshot(SignedHeader header, byte[] body) {

    /** The root that names it. */
    public Digest root() {
        return header.root();
    }

    /**
     * SHA-256 over who published it (member 32, life u64, slot u32) and the SHA-256 hashes of the body's slices, in order.
     * The first part makes a root name one snapshot: two slots may well have the same body, yet their headers differ in
     * degree, and an exchange whose ends disagree about the degree would not be equal and opposite.
     */
    public static Digest rootOf(PeerId member, long life, int slot, byte[] body) {
        RunningDigest slice = new RunningDigest();
        List<Digest> slices = new ArrayList<>();
        for (int k = 0; k < Limits.slices(body.length); k++) {
            int from = k * Limits.SLICE;
            slices.add(slice.add(body, from, Math.min(Limits.SLICE, body.length - from))
                    .finish());
        }
        return rootOf(member, life, slot, slices);
    }

    private static Digest rootOf(PeerId member, long life, int slot, List<Digest> slices) {
        RunningDigest root = new RunningDigest()
                .add(ByteBuffer.allocate(Digest.BYTES + Long.BYTES + Integer.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put(member.digest().bytes())
                        .putLong(life)
                        .putInt(slot)
                        .array());
        slices.forEach(slice -> root.add(slice.bytes()));
        return root.finish();
    }

    /** Chooses the rounding of a member's snapshot, another one for each life and slot. */
    public static long seedOf(PeerId member, long life, int slot) {
        long name = ByteBuffer.wrap(member.digest().bytes()).getLong();
        return name ^ (life * 0x9E3779B97F4A7C15L) ^ ((long) slot << 20);
    }

    /** True when the body hashes to the root that the header names. */
    public static boolean matches(SnapshotHeader header, byte[] body) {
        return rootOf(header.member(), header.life(), header.slot(), body).equals(header.root());
    }

    /** True when these are the hashes, in order, of slices that hash to the root which the header names. */
    public static boolean matches(SnapshotHeader header, List<Digest> slices) {
        return rootOf(header.member(), header.life(), header.slot(), slices).equals(header.root());
    }
}
