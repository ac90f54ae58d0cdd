package dev.starling.gossip.wire;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.identity.VerifyingKey;
import dev.starling.crypto.signing.Purpose;
import dev.starling.crypto.signing.SigningContext;
import dev.starling.gossip.message.Limits;
import dev.starling.gossip.message.SignedHeader;
import dev.starling.gossip.message.SnapshotHeader;
import java.util.ArrayList;
import java.util.List;

/** Snapshot headers as the bytes that are signed; the layout stands in the package documentation. */
public final class HeaderCodec {
    static final int SIGNATURE = 64;
    static final int MAX_BYTES = 300 + SnapshotHeader.MAX_SEEN * 76;

    private final Digest federation;
    private final SigningContext context;

    public HeaderCodec(Digest federation) {
        this.federation = federation;
        this.context = new SigningContext(federation, Purpose.SNAPSHOT_HEADER, Limits.VERSION);
    }

    /** Encodes and signs. */
    public SignedHeader sign(Identity identity, SnapshotHeader header) {
        byte[] bytes = encode(header);
        return new SignedHeader(header, bytes, identity.sign(context, bytes));
    }

    /** True when the signature is the author's, whose key this is. */
    public boolean verify(VerifyingKey key, SignedHeader signed) {
        return key.verify(context, signed.bytes(), signed.signature());
    }

    byte[] encode(SnapshotHeader h) {
        ByteWriter out = new ByteWriter(300 + 76 * h.seen().size())
                .u16(Limits.VERSION)
                .u8(h.encoding())
                .u8(0)
                .digest(federation)
                .peer(h.member())
                .i64(h.life())
                .u32(h.slot())
                .u32(h.lineage())
                .digest(h.rosterHead())
                .u32(h.degree())
                .digest(h.base())
                .u32(h.length())
                .u32(h.rows())
                .u32(h.stepsDone())
                .digest(h.root())
                .u16(h.seen().size());
        for (SnapshotHeader.Seen seen : h.seen()) {
            out.peer(seen.member()).i64(seen.life()).u32(seen.slot()).digest(seen.root());
        }
        return out.toBytes();
    }

    SignedHeader decode(byte[] bytes, byte[] signature) {
        ByteReader in = new ByteReader(bytes, 0);
        if (in.u16() != Limits.VERSION) {
            throw new MalformedException("another header version");
        }
        int encoding = in.u8();
        if (in.u8() != 0 || !in.digest().equals(federation)) {
            throw new MalformedException("a header of another federation");
        }
        PeerId member = in.peer();
        long life = in.i64();
        int slot = in.u31();
        int lineage = in.u31();
        Digest rosterHead = in.digest();
        int degree = in.u31();
        Digest base = in.digest();
        int length = in.u31();
        int rows = in.u31();
        int steps = in.u31();
        Digest root = in.digest();
        int count = in.u16();
        if (count > SnapshotHeader.MAX_SEEN) {
            throw new MalformedException("too many headers seen");
        }
        List<SnapshotHeader.Seen> seen = new ArrayList<>(count);
        for (int k = 0; k < count; k++) {
            seen.add(new SnapshotHeader.Seen(in.peer(), in.i64(), in.u31(), in.digest()));
        }
        in.end();
        SnapshotHeader header = new SnapshotHeader(
                member, life, slot, lineage, rosterHead, degree, base, encoding, length, rows, steps, root, seen);
        return new SignedHeader(header, bytes, signature);
    }
}
