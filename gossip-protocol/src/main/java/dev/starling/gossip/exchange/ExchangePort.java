package dev.starling.gossip.exchange;

import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.admission.Verdict;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.journal.Snapshot;
import dev.starling.gossip.message.Grounds;
import dev.starling.gossip.message.Message;

/** What {@link Exchanges} needs from the engine around it. Called on the engine's thread only. */
public interface ExchangePort {

    /** Sends once everything recorded so far is durable; drops the message when there is no link. */
    void send(PeerId peer, Message message);

    /** Streams slices of a body behind what was sent, under the same condition. */
    void stream(PeerId peer, Snapshot snapshot, int first, int count);

    /** Sees that a record becomes durable, and applies it to the ledger meanwhile. */
    void record(JournalRecord record);

    /** True when a greeted link to the peer is up. */
    boolean linked(PeerId peer);

    /** True when new edges with the peer may start: on the roster, alive, and this member is not about to leave. */
    boolean mayStart(PeerId peer);

    /** True when the peer is a neighbour of this member in its latest slot. */
    boolean neighbour(PeerId peer);

    /** True when this member accepts the peer's offer in this slot. */
    boolean scheduled(PeerId peer, int slot);

    /** Counts what became of something that the peer sent. */
    void verdict(PeerId peer, Verdict verdict);

    /** An exchange was applied here, so long after both headers were held. */
    void exchanged(PeerId peer, long nanos);

    /** A snapshot is here whole and hashes to its root, whatever becomes of it. */
    void arrived(Snapshot snapshot);

    /** A snapshot asked for by {@link Exchanges#fetch} has arrived and hashes to its root. */
    void fetched(PeerId peer, Snapshot snapshot);

    /** The peer's answer proves that this member's state is older than what it said before. */
    void rolledBack(PeerId peer);

    /** The peer signed two things that no honest member signs: no new edges with it. */
    void quarantined(PeerId peer, Grounds why);
}
