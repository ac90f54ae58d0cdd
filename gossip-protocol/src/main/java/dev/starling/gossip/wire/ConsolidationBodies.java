package dev.starling.gossip.wire;

import com.esotericsoftware.kryo.kryo5.Serializer;
import dev.starling.gossip.message.Body.Consolidated;
import dev.starling.gossip.message.Body.ConsolidationStatus;
import dev.starling.gossip.message.Body.ConsolidationVote;
import dev.starling.gossip.message.Body.ListProposal;
import dev.starling.gossip.message.ListCertificate;
import dev.starling.gossip.message.Participant;
import java.util.Optional;
import java.util.function.Function;

/** The bodies of the agreement on a consolidated model: a layout of {@link CertificateLayout} behind its length. No state. */
final class ConsolidationBodies {
    static final Serializer<ConsolidationStatus> STATUS =
            layout(ConsolidationBodies::write, ConsolidationBodies::status);
    static final Serializer<ListProposal> PROPOSAL = layout(ConsolidationBodies::write, ConsolidationBodies::proposal);
    static final Serializer<ConsolidationVote> VOTE = layout(ConsolidationBodies::write, ConsolidationBodies::vote);
    static final Serializer<Consolidated> CONSOLIDATED = layout(
            b -> CertificateLayout.write(
                    CertificateLayout.writer(
                            b.certificate().list(), b.certificate().endorsements()),
                    b.certificate()),
            in -> new Consolidated(CertificateLayout.modelCertificate(in)));

    private static final int SMALL = 256;

    private ConsolidationBodies() {}

    private static ByteWriter write(ConsolidationStatus b) {
        ByteWriter out = b.lock()
                .map(lock -> CertificateLayout.writer(lock.list(), lock.endorsements()))
                .orElseGet(() -> new ByteWriter(SMALL));
        out.u32(b.index()).u32(b.attempt()).flag(b.own().isPresent());
        b.own().ifPresent(own -> CertificateLayout.participant(out, own));
        out.flag(b.lock().isPresent());
        b.lock().ifPresent(lock -> CertificateLayout.write(out, lock));
        return out;
    }

    private static ConsolidationStatus status(ByteReader in) {
        int index = in.u31();
        int attempt = in.u31();
        Optional<Participant> own = in.flag() ? Optional.of(CertificateLayout.participant(in)) : Optional.empty();
        Optional<ListCertificate> lock =
                in.flag() ? Optional.of(CertificateLayout.listCertificate(in)) : Optional.empty();
        return new ConsolidationStatus(index, attempt, own, lock);
    }

    private static ByteWriter write(ListProposal b) {
        ByteWriter out = CertificateLayout.writer(b.list(), b.proof()).u32(b.attempt());
        return CertificateLayout.endorsements(
                CertificateLayout.list(out, b.list()).u32(b.proofAttempt()), b.proof());
    }

    private static ListProposal proposal(ByteReader in) {
        return new ListProposal(in.u31(), CertificateLayout.list(in), in.u31(), CertificateLayout.endorsements(in));
    }

    private static ByteWriter write(ConsolidationVote b) {
        ByteWriter out = new ByteWriter(SMALL)
                .u32(b.index())
                .u32(b.attempt())
                .digest(b.list())
                .flag(b.model().isPresent());
        b.model().ifPresent(out::digest);
        return out.bytes(b.signature());
    }

    private static ConsolidationVote vote(ByteReader in) {
        return new ConsolidationVote(
                in.u31(),
                in.u31(),
                in.digest(),
                in.flag() ? Optional.of(in.digest()) : Optional.empty(),
                in.bytes(HeaderCodec.SIGNATURE));
    }

    private static <T> Serializer<T> layout(Function<T, ByteWriter> write, Function<ByteReader, T> read) {
        return KryoBodies.serializer(
                (out, b) -> KryoBodies.writeSized(out, write.apply(b).toBytes()), in -> {
                    ByteReader reader = new ByteReader(KryoBodies.sized(in, 2 * CertificateLayout.BYTES), 0);
                    T body = read.apply(reader);
                    reader.end();
                    return body;
                });
    }
}
