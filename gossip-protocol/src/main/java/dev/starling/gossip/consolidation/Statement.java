package dev.starling.gossip.consolidation;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.signing.Purpose;
import dev.starling.crypto.signing.SigningContext;
import dev.starling.gossip.message.Endorsement;
import dev.starling.gossip.message.Limits;
import dev.starling.gossip.message.ListCertificate;
import dev.starling.gossip.message.ModelCertificate;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a voter signs. The signed bytes, under the context <i>consolidation, federation, version 1</i>:
 *
 * <pre>
 *  phase u8 (1 list, 2 model) | index u32 | attempt u32 | SHA-256 of the list 32 | model 32 (zeros for a list)
 * </pre>
 *
 * @param model empty when it is about the list itself
 */
public record Statement(int index, int attempt, Digest list, Optional<Digest> model) {
    private static final int BYTES = 1 + 2 * Integer.BYTES + 2 * Digest.BYTES;

    /** The statement behind each signature of a certificate. */
    public static Statement of(ListCertificate certificate) {
        return new Statement(
                certificate.list().index(),
                certificate.attempt(),
                certificate.list().hash(),
                Optional.empty());
    }

    /** The statement behind each signature of a certificate. */
    public static Statement of(ModelCertificate certificate) {
        return new Statement(
                certificate.index(),
                certificate.attempt(),
                certificate.list().hash(),
                Optional.of(certificate.model()));
    }

    /** What its signatures are made for. */
    public static SigningContext context(Digest federation) {
        return new SigningContext(federation, Purpose.CONSOLIDATION, Limits.VERSION);
    }

    /** The bytes that are signed. */
    public byte[] bytes() {
        ByteBuffer out = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.put((byte) (model.isPresent() ? 2 : 1)).putInt(index).putInt(attempt);
        list.writeTo(out);
        model.ifPresent(hash -> hash.writeTo(out));
        return out.array();
    }

    /** True when more than half of the voters signed this, in order and nobody twice. */
    boolean certifiedBy(List<Endorsement> endorsements, Voters voters, Signatures signatures) {
        if (endorsements.size() < voters.quorum()) {
            return false;
        }
        Endorsement previous = null;
        for (Endorsement endorsement : endorsements) {
            if (!follows(previous, endorsement) || !holds(endorsement, voters, signatures)) {
                return false;
            }
            previous = endorsement;
        }
        return true;
    }

    private static boolean follows(@Nullable Endorsement previous, Endorsement next) {
        return previous == null || previous.signer().compareTo(next.signer()) < 0;
    }

    private boolean holds(Endorsement endorsement, Voters voters, Signatures signatures) {
        return voters.member(endorsement.signer())
                .filter(member -> signatures.hold(this, member, endorsement.signature()))
                .isPresent();
    }
}
