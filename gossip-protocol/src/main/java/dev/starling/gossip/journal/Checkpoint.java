package dev.starling.gossip.journal;

import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.journal.JournalRecord.TermGiven;
import dev.starling.gossip.message.RefusalCode;
import dev.starling.gossip.message.SignedHeader;
import java.util.List;
import java.util.Optional;

/**
 * Everything a member needs to go on after a crash, written in one atomic step whenever it publishes.
 *
 * @param life counts losses of state
 * @param slot latest published slot, 0 before the first
 * @param voids transactions voided so far
 * @param parameters x, length d; a copy, owned by this record
 * @param momentum v, length d; a copy, owned by this record
 * @param latest the snapshot of {@code slot}; empty before the first
 * @param pairs what is open, answered and remembered with each peer
 * @param agreement where the agreement on consolidated models stands
 * @param given the terms of federated metrics that the release rules are kept against
 */
@SuppressWarnings("ArrayRecordComponent")
public record Checkpoint(
        long life,
        int slot,
        long voids,
        float[] parameters,
        float[] momentum,
        Optional<Snapshot> latest,
        List<PairState> pairs,
        AgreementState agreement,
        List<TermGiven> given) {

    public Checkpoint {
        pairs = List.copyOf(pairs);
        given = List.copyOf(given);
    }

    /**
     * Durable state with one peer.
     *
     * @param life the peer's life, 0 when unknown
     * @param lastOffered last sequence number this member opened
     * @param open the transaction it waits for
     * @param lastSeq last sequence number it answered
     * @param outcome what it answered
     */
    public record PairState(
            PeerId peer, long life, long lastOffered, Optional<Open> open, long lastSeq, Outcome outcome) {}

    /** The lower id's open transaction. */
    public record Open(long seq, Snapshot mine, SignedHeader theirs) {}

    /** The higher id's recorded outcome of {@code lastSeq}. */
    public sealed interface Outcome {}

    /** Nothing to repeat: acknowledged, or none yet. */
    public record Settled() implements Outcome {}

    /** Refused for this reason. */
    public record Declined(RefusalCode code) implements Outcome {}

    /** Applied with these two snapshots, reply not yet acknowledged. */
    public record Replied(Snapshot mine, Snapshot theirs) implements Outcome {}
}
