package dev.starling.gossip.journal;

import dev.starling.crypto.digest.Digest;
import dev.starling.gossip.message.ListCertificate;
import dev.starling.gossip.message.ModelCertificate;
import java.util.List;
import java.util.Optional;

/**
 * What a member must not forget of the agreement on consolidated models.
 *
 * @param decided certificates of the last two consolidations it has seen, oldest first
 * @param signed the newest signature under a list of the running index
 * @param lock the newest signature under a model of the running index
 * @param silentLife the life that signs nothing yet, because what it signed in a state it has lost is not known; else 0
 * @param retained its snapshot for the running index
 */
public record AgreementState(
        List<ModelCertificate> decided,
        Optional<Signed> signed,
        Optional<Lock> lock,
        long silentLife,
        Optional<Snapshot> retained) {

    public AgreementState {
        decided = List.copyOf(decided);
    }

    /** Nothing decided and nothing signed. */
    public static AgreementState none() {
        return new AgreementState(List.of(), Optional.empty(), Optional.empty(), 0, Optional.empty());
    }

    /** The list with this hash was signed in this attempt. */
    public record Signed(int attempt, Digest list) {}

    /** The model that is the mean of a certified list was signed. */
    public record Lock(ListCertificate certificate, Digest model) {}
}
