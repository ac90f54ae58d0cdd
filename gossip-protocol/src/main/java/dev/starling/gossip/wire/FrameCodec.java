package dev.starling.gossip.wire;

import com.esotericsoftware.kryo.kryo5.KryoException;
import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.identity.VerifyingKey;
import dev.starling.crypto.signing.Purpose;
import dev.starling.crypto.signing.SigningContext;
import dev.starling.gossip.admission.Reason;
import dev.starling.gossip.message.Ack;
import dev.starling.gossip.message.Announce;
import dev.starling.gossip.message.Body;
import dev.starling.gossip.message.Claims;
import dev.starling.gossip.message.Closed;
import dev.starling.gossip.message.Farewell;
import dev.starling.gossip.message.FarewellCode;
import dev.starling.gossip.message.Limits;
import dev.starling.gossip.message.Message;
import dev.starling.gossip.message.Offer;
import dev.starling.gossip.message.Ping;
import dev.starling.gossip.message.Pong;
import dev.starling.gossip.message.ProbeFor;
import dev.starling.gossip.message.Probed;
import dev.starling.gossip.message.RefusalCode;
import dev.starling.gossip.message.Refused;
import dev.starling.gossip.message.Reply;
import dev.starling.gossip.message.SignedBody;
import dev.starling.gossip.message.SignedClaim;
import dev.starling.gossip.message.Slice;
import dev.starling.gossip.message.Want;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Messages to frames and back, for one federation. The layout stands in the package documentation. Never throws on what a
 * peer sent. Confined to one thread.
 */
public final class FrameCodec {
    private static final int CONTENT = 36;

    private final Digest federation;
    private final SigningContext context;
    private final HeaderCodec headers;
    private final ClaimCodec claims;
    private final KryoBodies bodies = new KryoBodies();
    private final Function<PeerId, Optional<VerifyingKey>> known;

    public FrameCodec(Digest federation) {
        this(federation, id -> Optional.empty());
    }

    /**
     * @param known keys that need not be decoded again: to decode and check a point costs half as much as to verify with it
     */
    public FrameCodec(Digest federation, Function<PeerId, Optional<VerifyingKey>> known) {
        this.known = known;
        this.federation = federation;
        this.context = new SigningContext(federation, Purpose.MESSAGE, Limits.VERSION);
        this.headers = new HeaderCodec(federation);
        this.claims = new ClaimCodec(federation);
    }

    /** Claims of the same federation. */
    public ClaimCodec claims() {
        return claims;
    }

    /** Headers of the same federation. */
    public HeaderCodec headers() {
        return headers;
    }

    /** A frame without its length prefix; for every message that is not a signed body. */
    public byte[] encode(Message message) {
        return message.handle(new Encoding());
    }

    /** A frame around a body that {@code author} signs. */
    public byte[] encode(Identity author, Body body) {
        FrameKind kind = KryoBodies.kindOf(body);
        byte[] bytes = bodies.encode(body);
        return start(kind, 96 + bytes.length)
                .bytes(author.publicIdentity().signingKey().raw())
                .bytes(author.sign(context, signed(kind, bytes)))
                .bytes(bytes)
                .toBytes();
    }

    /** What stands before the bytes of slice {@code index} in its frame. */
    static byte[] encodeSliceHead(Digest federation, Digest root, int index) {
        return start(federation, FrameKind.SLICE, 36).digest(root).u32(index).toBytes();
    }

    /** Reads one frame (without its length prefix): size, version, federation, kind, signature, content, in this order. */
    public Decoded decode(byte[] frame) {
        if (frame.length > Limits.FRAME) {
            return Decoded.refused(Reason.FRAME_TOO_LARGE);
        }
        if (frame.length < CONTENT) {
            return Decoded.refused(Reason.TRUNCATED);
        }
        ByteReader in = new ByteReader(frame, 0);
        boolean sameVersion = in.u16() == Limits.VERSION;
        FrameKind kind = FrameKind.ofCode(in.u8());
        if (!sameVersion && kind != FrameKind.FAREWELL) {
            return Decoded.refused(Reason.WRONG_VERSION);
        }
        int zero = in.u8();
        if (!in.digest().equals(federation)) {
            return Decoded.refused(Reason.WRONG_FEDERATION);
        }
        if (kind == null || zero != 0) {
            return Decoded.refused(Reason.UNKNOWN_KIND);
        }
        try {
            return kind.signed() ? decodeSigned(kind, in) : Decoded.of(decodePlain(kind, in));
        } catch (MalformedException | KryoException | IllegalArgumentException e) {
            return Decoded.refused(Reason.MALFORMED);
        }
    }

    private Decoded decodeSigned(FrameKind kind, ByteReader in) {
        byte[] key = in.bytes(VerifyingKey.BYTES);
        VerifyingKey author = known.apply(PeerId.ofSigningKey(key)).orElseGet(() -> VerifyingKey.of(key));
        byte[] signature = in.bytes(HeaderCodec.SIGNATURE);
        if (in.remaining() > Limits.BODY) {
            return Decoded.refused(Reason.FRAME_TOO_LARGE);
        }
        byte[] body = in.bytes(in.remaining());
        if (!author.verify(context, signed(kind, body), signature)) {
            return Decoded.refused(Reason.BAD_SIGNATURE);
        }
        return Decoded.of(new SignedBody(author, bodies.decode(kind, body)));
    }

    private Message decodePlain(FrameKind kind, ByteReader in) {
        Message message = switch (kind) {
            case ANNOUNCE ->
                new Announce(headers.decode(in.sized(HeaderCodec.MAX_BYTES), in.bytes(HeaderCodec.SIGNATURE)));
            case OFFER -> new Offer(in.i64(), in.i64(), in.digest(), in.digest());
            case REPLY -> new Reply(in.i64(), in.i64(), in.digest());
            case REFUSED -> new Refused(in.i64(), in.i64(), refusalCode(in.u8()));
            case CLOSED -> new Closed(in.i64(), in.i64());
            case ACK -> new Ack(in.i64(), in.i64());
            case SLICE -> slice(in);
            case WANT -> new Want(in.digest(), in.u31(), in.u31());
            case PING -> new Ping(in.i64(), in.u31(), in.digest());
            case PONG -> new Pong(in.i64());
            case FAREWELL -> new Farewell(farewellCode(in.u8()));
            case PROBE_FOR -> new ProbeFor(in.i64(), in.peer());
            case PROBED -> new Probed(in.i64(), in.flag());
            case CLAIMS -> claims(in);
            default -> throw new MalformedException("not a plain kind");
        };
        in.end();
        return message;
    }

    private static Slice slice(ByteReader in) {
        Digest root = in.digest();
        int index = in.u31();
        if (in.remaining() == 0 || in.remaining() > Limits.SLICE) {
            throw new MalformedException("a slice of another size");
        }
        return new Slice(root, index, in.view());
    }

    private static Claims claims(ByteReader in) {
        int count = in.u16();
        if (count == 0 || count > Limits.CLAIMS || in.remaining() != count * ClaimCodec.BYTES) {
            throw new MalformedException("another number of claims");
        }
        List<SignedClaim> claims = new ArrayList<>(count);
        for (int k = 0; k < count; k++) {
            claims.add(ClaimCodec.read(in));
        }
        return new Claims(claims);
    }

    static RefusalCode refusalCode(int code) {
        for (RefusalCode refusal : RefusalCode.values()) {
            if (refusal.code() == code) {
                return refusal;
            }
        }
        throw new MalformedException("an unknown refusal");
    }

    private static FarewellCode farewellCode(int code) {
        for (FarewellCode farewell : FarewellCode.values()) {
            if (farewell.code() == code) {
                return farewell;
            }
        }
        throw new MalformedException("an unknown farewell");
    }

    private static byte[] signed(FrameKind kind, byte[] body) {
        byte[] bytes = new byte[body.length + 1];
        bytes[0] = kind.code();
        System.arraycopy(body, 0, bytes, 1, body.length);
        return bytes;
    }

    private ByteWriter start(FrameKind kind, int contentLength) {
        return start(federation, kind, contentLength);
    }

    private static ByteWriter start(Digest federation, FrameKind kind, int contentLength) {
        return new ByteWriter(CONTENT + contentLength)
                .u16(Limits.VERSION)
                .u8(kind.code())
                .u8(0)
                .digest(federation);
    }

    /** One layout per kind of message. */
    private final class Encoding implements Message.Handler<byte[]> {
        @Override
        public byte[] announce(Announce m) {
            byte[] header = m.header().bytes();
            return start(FrameKind.ANNOUNCE, 4 + header.length + HeaderCodec.SIGNATURE)
                    .sized(header)
                    .bytes(m.header().signature())
                    .toBytes();
        }

        @Override
        public byte[] offer(Offer m) {
            return start(FrameKind.OFFER, 80)
                    .i64(m.life())
                    .i64(m.seq())
                    .digest(m.rootI())
                    .digest(m.rootJ())
                    .toBytes();
        }

        @Override
        public byte[] reply(Reply m) {
            return start(FrameKind.REPLY, 48)
                    .i64(m.life())
                    .i64(m.seq())
                    .digest(m.rootJ())
                    .toBytes();
        }

        @Override
        public byte[] refused(Refused m) {
            return start(FrameKind.REFUSED, 17)
                    .i64(m.life())
                    .i64(m.seq())
                    .u8(m.code().code())
                    .toBytes();
        }

        @Override
        public byte[] closed(Closed m) {
            return start(FrameKind.CLOSED, 16).i64(m.life()).i64(m.seq()).toBytes();
        }

        @Override
        public byte[] ack(Ack m) {
            return start(FrameKind.ACK, 16).i64(m.life()).i64(m.seq()).toBytes();
        }

        @Override
        public byte[] slice(Slice m) {
            return start(FrameKind.SLICE, 36 + m.length())
                    .digest(m.root())
                    .u32(m.index())
                    .bytes(m.bytes())
                    .toBytes();
        }

        @Override
        public byte[] want(Want m) {
            return start(FrameKind.WANT, 40)
                    .digest(m.root())
                    .u32(m.first())
                    .u32(m.count())
                    .toBytes();
        }

        @Override
        public byte[] ping(Ping m) {
            return start(FrameKind.PING, 44)
                    .i64(m.nonce())
                    .u32(m.rosterVersion())
                    .digest(m.rosterHead())
                    .toBytes();
        }

        @Override
        public byte[] pong(Pong m) {
            return start(FrameKind.PONG, 8).i64(m.nonce()).toBytes();
        }

        @Override
        public byte[] farewell(Farewell m) {
            return start(FrameKind.FAREWELL, 1).u8(m.code().code()).toBytes();
        }

        @Override
        public byte[] probeFor(ProbeFor m) {
            return start(FrameKind.PROBE_FOR, 40)
                    .i64(m.nonce())
                    .peer(m.target())
                    .toBytes();
        }

        @Override
        public byte[] probed(Probed m) {
            return start(FrameKind.PROBED, 9).i64(m.nonce()).flag(m.reached()).toBytes();
        }

        @Override
        public byte[] claims(Claims m) {
            ByteWriter out = start(FrameKind.CLAIMS, 2 + m.claims().size() * ClaimCodec.BYTES)
                    .u16(m.claims().size());
            m.claims().forEach(claim -> ClaimCodec.write(out, claim));
            return out.toBytes();
        }

        @Override
        public byte[] signed(SignedBody m) {
            throw new IllegalArgumentException("a signed body is encoded by its author only");
        }
    }
}
