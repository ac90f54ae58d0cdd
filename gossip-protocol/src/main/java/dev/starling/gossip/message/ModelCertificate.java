package dev.starling.gossip.message;

import dev.starling.crypto.digest.Digest;
import java.util.List;

/**
 * More than half of the voters signed that the mean of this list is this model. There is one for an index at most, however
 * many attempts it took. Verifiable by anybody who holds charter and roster.
 *
 * @param attempt the attempt in which all of them signed
 * @param model SHA-256 over the parameters as little-endian float32
 * @param endorsements ascending by signer, each once
 */
public record ModelCertificate(int attempt, ModelList list, Digest model, List<Endorsement> endorsements) {
    public ModelCertificate {
        endorsements = List.copyOf(endorsements);
    }

    /** Number of the consolidation. */
    public int index() {
        return list.index();
    }
}
