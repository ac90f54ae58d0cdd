package dev.starling.crypto.trust;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.document.Decoder;
import dev.starling.crypto.trust.document.Encoder;
import dev.starling.crypto.trust.document.Invitation;
import dev.starling.crypto.trust.document.Member;
import dev.starling.crypto.trust.document.TrustFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The bytes of a change: one byte for the kind, then a length and the content of that kind. */
final class ChangeCodec {
    /** Leaves room for what is around it and for a few signatures. */
    private static final int MAX_CONTENT_BYTES = RosterEntry.MAX_BYTES - 2 * 1024;

    private ChangeCodec() {}

    static void encode(RosterChange change, Encoder out) {
        out.u8(change.kind()).prefixedU32(content(change));
    }

    static byte[] content(RosterChange change) {
        return change.handle(CONTENT);
    }

    static RosterChange decode(Decoder in) throws TrustFormatException {
        int kind = in.u8("kind");
        byte[] content = in.prefixedU32("content", MAX_CONTENT_BYTES);
        return switch (kind) {
            case Admission.KIND -> admission(content);
            case Revocation.KIND -> revocation(content);
            case PooledStatistics.KIND -> statistics(content);
            default ->
                throw in.broken(
                        "kind", "is " + kind + ", which this program does not know; a newer version may be needed");
        };
    }

    private static Admission admission(byte[] content) throws TrustFormatException {
        Decoder in = new Decoder(content, "admission", MAX_CONTENT_BYTES);
        Member newcomer = Member.decode(in.prefixedU16("newcomer", Member.MAX_BYTES));
        Invitation invitation = Invitation.decode(in.prefixedU16("invitation", Invitation.MAX_BYTES));
        in.end();
        return new Admission(newcomer, invitation);
    }

    private static Revocation revocation(byte[] content) throws TrustFormatException {
        Decoder in = new Decoder(content, "revocation", MAX_CONTENT_BYTES);
        PeerId member = new PeerId(in.digest("member"));
        String reason = in.text("reason", in.prefixedU16("reason", 4 * Revocation.MAX_REASON_CHARS), UTF_8);
        in.end();
        try {
            return new Revocation(member, reason);
        } catch (IllegalArgumentException e) {
            throw new TrustFormatException("revocation: " + e.getMessage(), e);
        }
    }

    private static PooledStatistics statistics(byte[] content) throws TrustFormatException {
        Decoder in = new Decoder(content, "pooled statistics", MAX_CONTENT_BYTES);
        byte[] ids = in.prefixedU32("participants", PooledStatistics.MAX_PARTICIPANTS * Digest.BYTES);
        byte[] words = in.prefixedU32("totals", PooledStatistics.MAX_WORDS * Long.BYTES);
        in.end();
        if (ids.length % Digest.BYTES != 0 || words.length % Long.BYTES != 0) {
            throw in.broken("participants or totals", "are cut off");
        }
        List<PeerId> participants = new ArrayList<>();
        for (int at = 0; at < ids.length; at += Digest.BYTES) {
            participants.add(new PeerId(Digest.wrap(Arrays.copyOfRange(ids, at, at + Digest.BYTES))));
        }
        long[] totals = new long[words.length / Long.BYTES];
        ByteBuffer.wrap(words).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(totals);
        try {
            return new PooledStatistics(participants, totals);
        } catch (IllegalArgumentException e) {
            throw new TrustFormatException("pooled statistics: " + e.getMessage(), e);
        }
    }

    private static final RosterChange.Handler<byte[]> CONTENT = new RosterChange.Handler<>() {
        @Override
        public byte[] admission(Admission change) {
            return new Encoder()
                    .prefixedU16(change.newcomer().encode())
                    .prefixedU16(change.invitation().encode())
                    .toBytes();
        }

        @Override
        public byte[] revocation(Revocation change) {
            return new Encoder()
                    .raw(change.member().digest().bytes())
                    .prefixedU16(change.reason().getBytes(UTF_8))
                    .toBytes();
        }

        @Override
        public byte[] statistics(PooledStatistics change) {
            ByteBuffer ids =
                    ByteBuffer.allocate(Digest.BYTES * change.participants().size());
            change.participants().forEach(id -> id.digest().writeTo(ids));
            ByteBuffer words =
                    ByteBuffer.allocate(Long.BYTES * change.totals().length).order(ByteOrder.LITTLE_ENDIAN);
            words.asLongBuffer().put(change.totals());
            return new Encoder()
                    .prefixedU32(ids.array())
                    .prefixedU32(words.array())
                    .toBytes();
        }
    };
}
