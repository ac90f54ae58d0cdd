package dev.starling.gossip.wire;

import dev.starling.gossip.message.Endorsement;
import dev.starling.gossip.message.Limits;
import dev.starling.gossip.message.ListCertificate;
import dev.starling.gossip.message.ModelCertificate;
import dev.starling.gossip.message.ModelList;
import dev.starling.gossip.message.Participant;
import java.util.ArrayList;
import java.util.List;

/**
 * Lists and certificates of consolidated models as bytes, the same on the wire, in the journal and in the file of a
 * released model; see the package documentation. No state.
 */
final class CertificateLayout {
    private static final int HEAD = 128;
    private static final int PARTICIPANT = 109;
    private static final int ENDORSEMENT = 96;

    /** No list is longer. */
    static final int LIST_BYTES = HEAD + Limits.PARTICIPANTS * PARTICIPANT;
    /** No certificate is longer. */
    static final int BYTES = HEAD + LIST_BYTES + Limits.ENDORSEMENTS * ENDORSEMENT;

    private CertificateLayout() {}

    static ByteWriter writer(ModelList list, List<Endorsement> endorsements) {
        return new ByteWriter(2 * HEAD + PARTICIPANT * list.participants().size() + ENDORSEMENT * endorsements.size());
    }

    static ByteWriter participant(ByteWriter out, Participant p) {
        return out.peer(p.member())
                .i64(p.life())
                .u32(p.slot())
                .digest(p.base())
                .u8(p.encoding())
                .digest(p.root());
    }

    static Participant participant(ByteReader in) {
        return new Participant(in.peer(), in.i64(), in.u31(), in.digest(), in.u8(), in.digest());
    }

    static ByteWriter list(ByteWriter out, ModelList list) {
        out.u32(list.index())
                .u32(list.slot())
                .digest(list.parent())
                .digest(list.votersHead())
                .digest(list.rosterHead())
                .u32(list.participants().size());
        list.participants().forEach(p -> participant(out, p));
        return out;
    }

    static ModelList list(ByteReader in) {
        return new ModelList(in.u31(), in.u31(), in.digest(), in.digest(), in.digest(), participants(in));
    }

    private static List<Participant> participants(ByteReader in) {
        int count = count(in, Limits.PARTICIPANTS, PARTICIPANT);
        List<Participant> participants = new ArrayList<>(count);
        for (int k = 0; k < count; k++) {
            participants.add(participant(in));
        }
        return participants;
    }

    static ByteWriter endorsements(ByteWriter out, List<Endorsement> endorsements) {
        out.u32(endorsements.size());
        endorsements.forEach(e -> out.peer(e.signer()).bytes(e.signature()));
        return out;
    }

    static List<Endorsement> endorsements(ByteReader in) {
        int count = count(in, Limits.ENDORSEMENTS, ENDORSEMENT);
        List<Endorsement> endorsements = new ArrayList<>(count);
        for (int k = 0; k < count; k++) {
            endorsements.add(new Endorsement(in.peer(), in.bytes(HeaderCodec.SIGNATURE)));
        }
        return endorsements;
    }

    static ByteWriter write(ByteWriter out, ListCertificate certificate) {
        return endorsements(list(out.u32(certificate.attempt()), certificate.list()), certificate.endorsements());
    }

    static ListCertificate listCertificate(ByteReader in) {
        return new ListCertificate(in.u31(), list(in), endorsements(in));
    }

    static ByteWriter write(ByteWriter out, ModelCertificate certificate) {
        list(out.u32(certificate.attempt()), certificate.list()).digest(certificate.model());
        return endorsements(out, certificate.endorsements());
    }

    static ModelCertificate modelCertificate(ByteReader in) {
        return new ModelCertificate(in.u31(), list(in), in.digest(), endorsements(in));
    }

    private static int count(ByteReader in, int cap, int each) {
        int count = in.u31();
        if (count > cap || count > in.remaining() / each) {
            throw new MalformedException("a count above its cap");
        }
        return count;
    }
}
