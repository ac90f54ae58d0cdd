package dev.starling.crypto.trust;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.starling.crypto.identity.PeerId;

/** The bytes of a change: one byte for the kind, then a length and the content of that kind. */
final class ChangeCodec {
    /** Leaves room for what is around it and for a few signatures. */
    private static final int MAX_CONTENT_BYTES = 6 * 1024;

    private ChangeCodec() {}

    static void encode(RosterChange change, Encoder out) {
        out.u8(change.kind()).prefixedU16(change.handle(CONTENT));
    }

    static RosterChange decode(Decoder in) throws TrustFormatException {
        int kind = in.u8("kind");
        byte[] content = in.prefixedU16("content", MAX_CONTENT_BYTES);
        return switch (kind) {
            case Admission.KIND -> admission(content);
            case Revocation.KIND -> revocation(content);
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
    };
}
