package dev.starling.gossip.journal;

import dev.starling.crypto.digest.Digest;
import dev.starling.gossip.message.ModelCertificate;
import dev.starling.gossip.message.SignedHeader;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The consolidated models that a state refers to: what must be at hand when it is replayed, so that no other model need be
 * read. Genesis may be among them.
 */
public final class ReferredModels {
    private final Set<Digest> bases = new TreeSet<>();
    private final Set<Digest> decided = new TreeSet<>();

    private ReferredModels() {}

    /** Looks through a checkpoint and the records after it. */
    public static ReferredModels in(Checkpoint checkpoint, List<JournalRecord> records) {
        ReferredModels referred = new ReferredModels();
        AgreementState agreement = checkpoint.agreement();
        agreement.decided().forEach(referred::certificate);
        agreement.retained().ifPresent(referred::snapshot);
        checkpoint.latest().ifPresent(referred::snapshot);
        for (Checkpoint.PairState pair : checkpoint.pairs()) {
            pair.open().ifPresent(open -> {
                referred.snapshot(open.mine());
                referred.header(open.theirs());
            });
            if (pair.outcome() instanceof Checkpoint.Replied replied) {
                referred.snapshot(replied.mine());
                referred.snapshot(replied.theirs());
            }
        }
        for (JournalRecord record : records) {
            if (record instanceof JournalRecord.Offered offered) {
                referred.header(offered.theirs());
            } else if (record instanceof JournalRecord.Answered answered) {
                referred.header(answered.theirs());
            } else if (record instanceof JournalRecord.Consolidated consolidated) {
                referred.certificate(consolidated.certificate());
            }
        }
        return referred;
    }

    /** Hashes of the bases of all snapshots: without them nothing can be replayed. */
    public Set<Digest> bases() {
        return Set.copyOf(bases);
    }

    /** Hashes of all: the bases, and what was decided last, which can also be fetched from others. */
    public Set<Digest> all() {
        Set<Digest> all = new TreeSet<>(bases);
        all.addAll(decided);
        return all;
    }

    private void snapshot(Snapshot snapshot) {
        header(snapshot.header());
    }

    private void header(SignedHeader header) {
        bases.add(header.header().base());
    }

    private void certificate(ModelCertificate certificate) {
        decided.add(certificate.model());
        decided.add(certificate.list().parent());
    }
}
