package dev.starling.gossip;

import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.admission.Reason;
import dev.starling.gossip.membership.Liveness;
import java.util.List;
import java.util.Map;

/**
 * What an engine knows of itself and the others, at one moment.
 *
 * @param slot latest published slot
 * @param consensusDistance relative, over the snapshots of the running slot; NaN when none was swapped
 * @param openTransactions opened here and not ended
 * @param voids transactions voided so far
 * @param privateSlots slots trained on a private copy, without any peer
 * @param verdicts how often something that arrived was not taken, by reason
 * @param completed transactions that this member opened and that ended with its flow applied here
 * @param completedInNanos the latest of them, from the offer to the flow applied here; 0 before there was one
 */
public record EngineStatus(
        Phase phase,
        long life,
        int slot,
        double consensusDistance,
        int openTransactions,
        long voids,
        int privateSlots,
        List<PeerStatus> peers,
        Map<Reason, Long> verdicts,
        int completed,
        long completedInNanos) {

    public EngineStatus {
        peers = List.copyOf(peers);
        verdicts = Map.copyOf(verdicts);
    }

    /**
     * One other member as seen from here.
     *
     * @param lastContactMillis milliseconds since anything came from it, -1 when it was never heard of
     * @param roundTripMicros smoothed, 0 when not measured
     * @param slot its newest slot seen here
     */
    public record PeerStatus(
            PeerId peer,
            String organisation,
            Liveness state,
            boolean linked,
            boolean quarantined,
            long lastContactMillis,
            long roundTripMicros,
            int slot) {}
}
