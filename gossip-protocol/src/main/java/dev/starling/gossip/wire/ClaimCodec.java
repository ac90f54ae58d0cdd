package dev.starling.gossip.wire;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.VerifyingKey;
import dev.starling.crypto.signing.Purpose;
import dev.starling.crypto.signing.SigningContext;
import dev.starling.gossip.message.Claim;
import dev.starling.gossip.message.ClaimKind;
import dev.starling.gossip.message.Grounds;
import dev.starling.gossip.message.Limits;
import dev.starling.gossip.message.SignedClaim;

/** Claims as the bytes that are signed; the layout stands in the package documentation. */
public final class ClaimCodec {
    /** Bytes of a claim with its signature. */
    static final int BYTES = 80 + HeaderCodec.SIGNATURE;

    /** Stands before the claim in what is signed, so that it is no other kind of message. */
    private static final int KIND = 23;

    private final SigningContext context;

    public ClaimCodec(Digest federation) {
        this.context = new SigningContext(federation, Purpose.MESSAGE, Limits.VERSION);
    }

    /** Signs as the author. */
    public SignedClaim sign(Identity author, Claim claim) {
        return new SignedClaim(claim, author.sign(context, signed(claim)));
    }

    /** True when the signature is the author's, whose key this is. */
    public boolean verify(VerifyingKey key, SignedClaim claim) {
        return key.verify(context, signed(claim.claim()), claim.signature());
    }

    static void write(ByteWriter out, SignedClaim claim) {
        fields(out, claim.claim()).bytes(claim.signature());
    }

    static SignedClaim read(ByteReader in) {
        var author = in.peer();
        var about = in.peer();
        ClaimKind kind = kind(in.u8());
        Grounds grounds = grounds(in.u8());
        if (in.u16() != 0) {
            throw new MalformedException("a claim with something in its gap");
        }
        long incarnation = in.i64();
        if (incarnation < 0) {
            throw new MalformedException("a negative incarnation");
        }
        Claim claim = new Claim(author, about, kind, grounds, incarnation, in.u31());
        return new SignedClaim(claim, in.bytes(HeaderCodec.SIGNATURE));
    }

    private static byte[] signed(Claim claim) {
        return fields(new ByteWriter(81).u8(KIND), claim).toBytes();
    }

    private static ByteWriter fields(ByteWriter out, Claim claim) {
        return out.peer(claim.author())
                .peer(claim.about())
                .u8(claim.kind().code())
                .u8(claim.grounds().code())
                .u16(0)
                .i64(claim.incarnation())
                .u32(claim.silentMillis());
    }

    private static ClaimKind kind(int code) {
        for (ClaimKind kind : ClaimKind.values()) {
            if (kind.code() == code) {
                return kind;
            }
        }
        throw new MalformedException("an unknown claim");
    }

    private static Grounds grounds(int code) {
        for (Grounds grounds : Grounds.values()) {
            if (grounds.code() == code) {
                return grounds;
            }
        }
        throw new MalformedException("unknown grounds");
    }
}
