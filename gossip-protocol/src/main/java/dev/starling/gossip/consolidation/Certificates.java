package dev.starling.gossip.consolidation;

import dev.starling.crypto.trust.Roster;
import dev.starling.gossip.message.Body.ListProposal;
import dev.starling.gossip.message.Limits;
import dev.starling.gossip.message.ListCertificate;
import dev.starling.gossip.message.ModelCertificate;
import dev.starling.gossip.message.ModelList;

/** Verifies the certificate of a consolidated model with nothing but a roster. */
public final class Certificates {
    private Certificates() {}

    /**
     * True when more than half of this roster signed the model.
     *
     * @param voters the roster whose head the list names for its voters
     */
    public static boolean holds(ModelCertificate certificate, Roster voters, Signatures signatures) {
        ModelList list = certificate.list();
        return list.votersHead().equals(voters.head())
                && list.ordered()
                && !list.participants().isEmpty()
                && list.participants().size() <= Limits.PARTICIPANTS
                && Statement.of(certificate).certifiedBy(certificate.endorsements(), new Voters(voters), signatures);
    }

    /** True when a proposal's list was certified in the attempt that it names, or when it names none. */
    static boolean prove(ListProposal proposal, Voters voters, Signatures signatures) {
        ListCertificate proof = new ListCertificate(proposal.proofAttempt(), proposal.list(), proposal.proof());
        return proposal.proofAttempt() == 0
                ? proposal.proof().isEmpty()
                : Statement.of(proof).certifiedBy(proposal.proof(), voters, signatures);
    }
}
