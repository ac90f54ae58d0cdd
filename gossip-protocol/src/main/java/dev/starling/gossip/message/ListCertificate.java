package dev.starling.gossip.message;

import java.util.List;

/**
 * More than half of the voters signed this list in this attempt: nobody can bring so many together for another list in the
 * same attempt.
 *
 * @param endorsements ascending by signer, each once
 */
public record ListCertificate(int attempt, ModelList list, List<Endorsement> endorsements) {
    public ListCertificate {
        endorsements = List.copyOf(endorsements);
    }
}
