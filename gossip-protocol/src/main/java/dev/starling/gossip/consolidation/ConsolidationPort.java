package dev.starling.gossip.consolidation;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Roster;
import dev.starling.gossip.admission.Verdict;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.message.Body;
import dev.starling.gossip.message.Message;
import dev.starling.gossip.message.ModelCertificate;
import dev.starling.gossip.message.Participant;
import dev.starling.gossip.message.SignedHeader;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What {@link ConsolidationDesk} needs from the engine around it. Called on the engine's thread only. */
public interface ConsolidationPort {

    /**
     * Signs, and sends once everything recorded so far is durable. Drops the body when there is no link; where links are made
     * as they are needed, one is asked for and the last body said meanwhile waits for {@link #met}.
     */
    void say(PeerId peer, Body body);

    /** Sends under the same condition; where links are made as they are needed, one is asked for. */
    void send(PeerId peer, Message message);

    /** Likewise; the last message sent so while there is no link yet waits for {@link #met}. */
    void sendOnceMet(PeerId peer, Message message);

    /** Asks for a link to the peer where links are made as they are needed. */
    void meet(PeerId peer);

    /** The peer has a link now: what waits for one is sent. */
    void met(PeerId peer);

    /** Streams slices of these bytes under the same condition. */
    void stream(PeerId peer, Digest root, byte[] bytes, int first, int count);

    /** Applies a record and makes it durable. */
    void record(JournalRecord record);

    /** This member's signature under a statement. */
    byte[] sign(Statement statement);

    /** The roster as it is. */
    Roster roster();

    /** Members that are alive and linked. */
    List<PeerId> present();

    /** Smoothed round trip to the slowest member that is alive, 0 when not measured. */
    long roundTripNanos();

    /** What a training takes here, 0 when not measured. */
    long trainingNanos();

    /** What an exchange of snapshots takes here, 0 when not measured. */
    long exchangeNanos();

    /** Bytes of a snapshot's body in this encoding; empty when there is no such encoding. */
    OptionalInt bodyLength(int encoding);

    /** Number of parameters d. */
    int dimension();

    /** The vector behind a participant's body; null when it is none that an encoder writes. */
    float @Nullable [] decode(Participant participant, byte[] body);

    /** The base with this hash, shared; empty when it is not known. */
    Optional<float[]> base(Digest hash);

    /** A vector is known as a base from here on. */
    void learnBase(Digest hash, float[] vector);

    /** A consolidated model is a base from here on: kept, given to the node, and what snapshots refer to. */
    void released(ModelCertificate certificate, float[] model);

    /** A header that could not be judged before may be judged now. */
    void judgeAgain(PeerId peer, SignedHeader header);

    /** Counts what became of something that the peer sent. */
    void verdict(PeerId peer, Verdict verdict);

    /** An attempt came to nothing. */
    void attemptFailed(int index, int attempt, String why);

    /** The peer signed two things in one attempt that no honest member signs. */
    void quarantine(PeerId peer);

    /** Something that a person should see. */
    void alarm(String text);
}
