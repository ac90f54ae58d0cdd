package dev.starling.gossip;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.admission.Reason;
import dev.starling.gossip.exchange.Completed;
import dev.starling.gossip.liveness.Accusation;
import dev.starling.gossip.membership.Liveness;
import dev.starling.gossip.message.Claim;
import dev.starling.gossip.message.ClaimKind;
import dev.starling.gossip.message.Grounds;
import dev.starling.gossip.sums.FederatedMetrics;
import dev.starling.gossip.sums.SumProgress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an engine knows of itself and the others, at one moment.
 *
 * @param slot latest published slot
 * @param consensusDistance relative, over the snapshots of the running slot; NaN when none was swapped
 * @param pausers who wants this member to rest
 * @param openTransactions opened here and not ended
 * @param voids transactions voided so far
 * @param privateSlots slots trained on a private copy, without any peer; 0 in company
 * @param verdicts how often something that arrived was not taken, by reason
 * @param completed the exchanges that this member opened and finished
 * @param scaling how far the sum is that features are scaled by
 * @param doubt how far this member suspects itself of being slow, 0 to 8: so many times longer it waits for others
 * @param accusations what others have said of this member since it started, each one's latest, oldest first
 * @param consolidated the newest consolidated model that this member knows of
 * @param metrics the newest metrics of a consolidated model that the members agree on
 * @param judging how far the sum for the newest model's metrics is
 */
public record EngineStatus(
        Phase phase,
        long life,
        int slot,
        double consensusDistance,
        Set<Pauser> pausers,
        int openTransactions,
        long voids,
        int privateSlots,
        List<PeerStatus> peers,
        Map<Reason, Long> verdicts,
        Completed completed,
        int doubt,
        List<Standing> accusations,
        Optional<Consolidation> consolidated,
        SumProgress scaling,
        Optional<FederatedMetrics> metrics,
        SumProgress judging) {

    public EngineStatus {
        pausers = Set.copyOf(pausers);
        peers = List.copyOf(peers);
        verdicts = Map.copyOf(verdicts);
        accusations = List.copyOf(accusations);
    }

    /**
     * A consolidated model.
     *
     * @param index number of the consolidation
     * @param slot no snapshot in it is newer
     * @param model SHA-256 over its parameters
     */
    public record Consolidation(int index, int slot, Digest model) {}

    /**
     * One other member as seen from here.
     *
     * @param lastContactMillis milliseconds since anything came from it, -1 when it was never heard of
     * @param roundTripMicros smoothed, 0 when not measured
     * @param paused it says that it rests
     * @param dialsOutOnly it names no address that it could be dialled at
     * @param slot its newest slot seen here
     * @param standing who says why it is not alive; empty while it is, or when it was never heard of
     */
    public record PeerStatus(
            PeerId peer,
            String organisation,
            Liveness state,
            boolean linked,
            boolean quarantined,
            boolean paused,
            boolean dialsOutOnly,
            long lastContactMillis,
            long roundTripMicros,
            int slot,
            Optional<Standing> standing) {}

    /**
     * What one member says of another's liveness, or of its own.
     *
     * @param by who says it
     * @param silentMillis for how long it had heard nothing by then, 0 where that is not the point
     * @param sinceMillis how long ago this was heard here
     */
    public record Standing(PeerId by, ClaimKind kind, Grounds grounds, int silentMillis, long sinceMillis) {
        static Standing of(Accusation accusation, long nowNanos) {
            Claim claim = accusation.claim();
            return new Standing(
                    claim.author(),
                    claim.kind(),
                    claim.grounds(),
                    claim.silentMillis(),
                    (nowNanos - accusation.atNanos()) / 1_000_000);
        }
    }
}
