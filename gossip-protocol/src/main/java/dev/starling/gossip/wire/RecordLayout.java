package dev.starling.gossip.wire;

import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.journal.JournalRecord.Answered;
import dev.starling.gossip.journal.JournalRecord.Completed;
import dev.starling.gossip.journal.JournalRecord.Consolidated;
import dev.starling.gossip.journal.JournalRecord.Declined;
import dev.starling.gossip.journal.JournalRecord.ListSigned;
import dev.starling.gossip.journal.JournalRecord.ModelSigned;
import dev.starling.gossip.journal.JournalRecord.OfferClosed;
import dev.starling.gossip.journal.JournalRecord.Offered;
import dev.starling.gossip.journal.JournalRecord.OwnLife;
import dev.starling.gossip.journal.JournalRecord.PeerLife;
import dev.starling.gossip.journal.JournalRecord.Side;
import dev.starling.gossip.journal.JournalRecord.Silenced;
import dev.starling.gossip.journal.JournalRecord.TermGiven;
import dev.starling.gossip.journal.JournalRecord.Voided;

/** A journal record as bytes, see the package documentation. Immutable. */
final class RecordLayout {
    private static final int OFFERED = 1;
    private static final int COMPLETED = 2;
    private static final int OFFER_CLOSED = 3;
    private static final int ANSWERED = 4;
    private static final int DECLINED = 5;
    private static final int VOIDED = 6;
    private static final int PEER_LIFE = 7;
    private static final int OWN_LIFE = 8;
    private static final int LIST_SIGNED = 9;
    private static final int MODEL_SIGNED = 10;
    private static final int CONSOLIDATED = 11;
    private static final int SILENCED = 12;
    private static final int TERM_GIVEN = 13;

    private final DurableFields fields;

    RecordLayout(DurableFields fields) {
        this.fields = fields;
    }

    void write(ByteWriter out, JournalRecord record) {
        record.handle(new Writing(out));
    }

    JournalRecord decode(ByteReader in) {
        int kind = in.u8();
        PeerId peer = in.peer();
        return switch (kind) {
            case OFFERED -> new Offered(peer, in.i64(), in.digest(), fields.header(in));
            case COMPLETED -> new Completed(peer, in.i64(), fields.body(in));
            case OFFER_CLOSED -> new OfferClosed(peer, in.i64(), FrameCodec.refusalCode(in.u8()));
            case ANSWERED -> new Answered(peer, in.i64(), in.digest(), fields.header(in), fields.body(in));
            case DECLINED -> new Declined(peer, in.i64(), FrameCodec.refusalCode(in.u8()));
            case VOIDED ->
                new Voided(
                        peer,
                        in.i64(),
                        in.i64(),
                        in.flag() ? Side.ANSWERED : Side.OFFERED,
                        in.flag() ? fields.vector(in) : new float[0]);
            case PEER_LIFE -> new PeerLife(peer, in.i64());
            case OWN_LIFE -> new OwnLife(peer, in.i64(), in.u31());
            case LIST_SIGNED -> new ListSigned(peer, in.u31(), in.digest());
            case MODEL_SIGNED -> new ModelSigned(peer, CertificateLayout.listCertificate(in), in.digest());
            case CONSOLIDATED -> new Consolidated(peer, CertificateLayout.modelCertificate(in));
            case SILENCED -> new Silenced(peer, in.i64());
            case TERM_GIVEN -> termGiven(peer, in);
            default -> throw new MalformedException("an unknown kind of record");
        };
    }

    /** A term behind its kind. */
    static ByteWriter term(ByteWriter out, TermGiven r) {
        return SumBodies.list(out.peer(r.peer()), r.list()).digest(r.term());
    }

    private static TermGiven termGiven(PeerId peer, ByteReader in) {
        return new TermGiven(peer, SumBodies.list(in), in.digest());
    }

    /** A term behind its kind. */
    static TermGiven term(ByteReader in) {
        return termGiven(in.peer(), in);
    }

    /** One layout per kind of record. */
    private final class Writing implements JournalRecord.Handler<ByteWriter> {
        private final ByteWriter out;

        Writing(ByteWriter out) {
            this.out = out;
        }

        private ByteWriter start(int kind, PeerId peer) {
            return out.u8(kind).peer(peer);
        }

        @Override
        public ByteWriter offered(Offered r) {
            return fields.header(start(OFFERED, r.peer()).i64(r.seq()).digest(r.own()), r.theirs());
        }

        @Override
        public ByteWriter completed(Completed r) {
            return fields.body(start(COMPLETED, r.peer()).i64(r.seq()), r.body());
        }

        @Override
        public ByteWriter offerClosed(OfferClosed r) {
            return start(OFFER_CLOSED, r.peer()).i64(r.seq()).u8(r.code().code());
        }

        @Override
        public ByteWriter answered(Answered r) {
            start(ANSWERED, r.peer()).i64(r.seq()).digest(r.own());
            return fields.body(fields.header(out, r.theirs()), r.body());
        }

        @Override
        public ByteWriter declined(Declined r) {
            return start(DECLINED, r.peer()).i64(r.seq()).u8(r.code().code());
        }

        @Override
        public ByteWriter voided(Voided r) {
            boolean known = r.flow().length > 0;
            start(VOIDED, r.peer())
                    .i64(r.life())
                    .i64(r.seq())
                    .flag(r.side() == Side.ANSWERED)
                    .flag(known);
            return known ? fields.vector(out, r.flow()) : out;
        }

        @Override
        public ByteWriter peerLife(PeerLife r) {
            return start(PEER_LIFE, r.peer()).i64(r.life());
        }

        @Override
        public ByteWriter ownLife(OwnLife r) {
            return start(OWN_LIFE, r.peer()).i64(r.life()).u32(r.slot());
        }

        @Override
        public ByteWriter listSigned(ListSigned r) {
            return start(LIST_SIGNED, r.peer()).u32(r.attempt()).digest(r.list());
        }

        @Override
        public ByteWriter modelSigned(ModelSigned r) {
            return CertificateLayout.write(start(MODEL_SIGNED, r.peer()), r.certificate())
                    .digest(r.model());
        }

        @Override
        public ByteWriter consolidated(Consolidated r) {
            return CertificateLayout.write(start(CONSOLIDATED, r.peer()), r.certificate());
        }

        @Override
        public ByteWriter silenced(Silenced r) {
            return start(SILENCED, r.peer()).i64(r.life());
        }

        @Override
        public ByteWriter termGiven(TermGiven r) {
            return term(out.u8(TERM_GIVEN), r);
        }
    }
}
