package dev.starling.gossip.sums;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Roster;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.message.Body;
import dev.starling.gossip.message.SumList;
import dev.starling.gossip.message.Want;

/** The engine as masked sums see it. */
public interface SumPort {
    /** The roster as it stands. */
    Roster roster();

    /** Whether the member is alive, and linked where links do not come when they are needed. */
    boolean present(PeerId peer);

    /** True in a federation that is too large for a link to everybody: what is sent without one is lost and asks for it. */
    boolean onDemand();

    /** A link to the member will be needed soon. */
    void approach(PeerId peer);

    /** Sends a signed body once everything recorded so far is durable. */
    void sendDurably(PeerId peer, Body body);

    /** Sends a signed body to everybody who is linked. */
    void broadcast(Body body);

    /** Asks for slices. */
    void want(PeerId peer, Want want);

    /** Streams slices of a window once everything recorded so far is durable. */
    void stream(PeerId peer, Digest name, byte[] window, int first, int count);

    /** Makes a record durable. */
    void record(JournalRecord record);

    /** The total that features are scaled by is known here; said again until it is released. */
    void summed(SumList list, long[] total);

    /** The metrics of a model are known and agreed on. */
    void judged(FederatedMetrics metrics);

    /** Something that a person should see. */
    void alarm(String text);
}
