package dev.starling.gossip.wire;

import dev.starling.gossip.journal.AgreementState;
import dev.starling.gossip.journal.AgreementState.Lock;
import dev.starling.gossip.journal.AgreementState.Signed;
import dev.starling.gossip.message.ModelCertificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The agreement on consolidated models within a checkpoint, see the package documentation. No state. */
final class AgreementLayout {
    private static final int MOST_DECIDED = 2;

    private AgreementLayout() {}

    static void write(ByteWriter out, SnapshotTable table, AgreementState state) {
        out.u8(state.decided().size());
        state.decided().forEach(certificate -> CertificateLayout.write(out, certificate));
        out.flag(state.signed().isPresent());
        state.signed().ifPresent(signed -> out.u32(signed.attempt()).digest(signed.list()));
        out.flag(state.lock().isPresent());
        state.lock()
                .ifPresent(
                        lock -> CertificateLayout.write(out, lock.certificate()).digest(lock.model()));
        out.i64(state.silentLife()).u32(state.retained().map(table::numberOf).orElse(SnapshotTable.NONE));
    }

    static AgreementState read(ByteReader in, SnapshotTable table) {
        int count = in.u8();
        if (count > MOST_DECIDED) {
            throw new MalformedException("more certificates than are kept");
        }
        List<ModelCertificate> decided = new ArrayList<>(count);
        for (int k = 0; k < count; k++) {
            decided.add(CertificateLayout.modelCertificate(in));
        }
        Optional<Signed> signed = in.flag() ? Optional.of(new Signed(in.u31(), in.digest())) : Optional.empty();
        Optional<Lock> lock = in.flag()
                ? Optional.of(new Lock(CertificateLayout.listCertificate(in), in.digest()))
                : Optional.empty();
        long silentLife = in.i64();
        int number = in.u31();
        return new AgreementState(
                decided,
                signed,
                lock,
                silentLife,
                number == SnapshotTable.NONE ? Optional.empty() : Optional.of(table.numbered(number)));
    }
}
