package dev.starling.gossip.consolidation;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Roster;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.message.Body;
import dev.starling.gossip.message.ModelCertificate;
import dev.starling.gossip.message.ModelList;
import java.util.Optional;

/** What {@link Agreement} needs from what is around it. Called on the engine's thread only. */
public interface AgreementPort {

    /** Sends once everything recorded so far is durable; drops the body when there is no link. */
    void send(PeerId peer, Body body);

    /** Sends to every linked member, under the same condition. */
    void broadcast(Body body);

    /** Makes a record true and durable. */
    void record(JournalRecord record);

    /** This member's signature. */
    byte[] sign(Statement statement);

    /** The roster as it is. */
    Roster roster();

    /** The roster when it had this head; empty when it never had. */
    Optional<Roster> rosterAt(Digest head);

    /** True when the member is alive and linked. */
    boolean present(PeerId peer);

    /**
     * Fetches what the list names and computes its mean; {@link Agreement#computed} follows, later, never or at once. Of a
     * list whose sum is formed in rounds: {@link Agreement#prepared} follows when this member can do its part.
     */
    void compute(ModelList list);

    /** The list is certified: where its sum is formed in rounds, they begin. */
    void certified(ModelList list);

    /** How long a member that is there may take to be ready: about a slot. */
    long readyNanos();

    /** How long answers may take: some round trips, some transfers of a model. */
    long patienceNanos();

    /** A consolidation is decided; the next one runs. */
    void decided(ModelCertificate certificate);

    /** An attempt came to nothing. */
    void attemptFailed(int index, int attempt, String why);

    /** The peer signed two lists, or two models, in one attempt: no honest member does. */
    void contradicted(PeerId peer);
}
