package dev.starling.node.observe;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Revocation;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.RosterEntry;
import dev.starling.crypto.trust.document.Member;
import dev.starling.gossip.EngineStatus;
import dev.starling.gossip.EngineStatus.Standing;
import dev.starling.gossip.Pauser;
import dev.starling.gossip.Phase;
import dev.starling.gossip.admission.Reason;
import dev.starling.gossip.sums.FederatedMetrics;
import dev.starling.gossip.sums.SumProgress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code status}, as the JSON that tools rely on. Scores are what {@code metric} says: "accuracy", between 0
 * and 1, or "rmse", in the unit of the label. A figure that is not known yet is null. Bytes are socket bytes, TLS included,
 * since the process started. Exchanges are those that this member offered and finished, {@code exchangeMillis} is the latest
 * from offer to flow, of which {@code offerDiskMillis} passed until the latest offer was durable and left, and {@code
 * awaitedReplyMillis} when all but the reply was there; {@code replySyncMillis} is for how long the latest reply of this
 * member, to the offer of another, waited for the sync of its disk alone. {@code consolidated} is null before the first consolidated model. {@code federatedMetrics} is how a consolidated model does on the hold-outs of
 * the members together, the newest that the members agree on, and {@code judging} how far the sum for a newer one is, while
 * there is none. {@code pausedBy} says who wants the member to rest, "operator" or "schedule", and {@code pausedUntil} when the
 * schedule will resume it (UTC, ISO 8601). {@code alarms} and {@code nextAction} are those of {@link Advice}. What {@code
 * status.schema.json} beside this class says of all that is a promise.
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record StatusReport(
        String peer,
        String organisation,
        String federation,
        String phase,
        String detail,
        List<String> pausedBy,
        @Nullable String pausedUntil,
        long life,
        int slot,
        int plannedSlots,
        List<Peer> peers,
        String metric,
        @Nullable Double localScore,
        @Nullable Double federatedScore,
        @Nullable Double loss,
        @Nullable Double consensusDistance,
        long bytesSent,
        long bytesReceived,
        int rosterVersion,
        int openTransactions,
        long voids,
        int privateSlots,
        List<String> waitingForApproval,
        List<String> discovery,
        Map<String, Long> verdicts,
        int exchanges,
        @Nullable Double exchangeMillis,
        double offerDiskMillis,
        double awaitedReplyMillis,
        double replySyncMillis,
        List<Removal> proposedRemovals,
        @Nullable Removal removed,
        int doubt,
        List<Accusation> accusations,
        @Nullable Consolidated consolidated,
        @Nullable SumState scaling,
        @Nullable Metrics federatedMetrics,
        @Nullable SumState judging,
        @JsonUnwrapped Advice advice) {

    private static final double NANOS_PER_MILLI = 1e6;

    /**
     * The removal of a member, proposed or done.
     *
     * @param by the members who have signed, by organisation
     */
    public record Removal(String peer, String organisation, String reason, List<String> by, int quorum) {
        /** Who removed this peer and why; null when nobody did. */
        public static @Nullable Removal of(Roster roster, PeerId peer) {
            RosterEntry entry = roster.revocation(peer).orElse(null);
            return entry != null && entry.change() instanceof Revocation revocation
                    ? of(roster, entry, revocation)
                    : null;
        }

        /** What an entry, done or proposed, says of a removal. */
        public static Removal of(Roster roster, RosterEntry entry, Revocation revocation) {
            List<String> by = entry.signatures().keySet().stream()
                    .map(signer ->
                            roster.everMember(signer).map(Member::organisation).orElse(signer.shortHex()))
                    .toList();
            String organisation = roster.everMember(revocation.member())
                    .map(Member::organisation)
                    .orElse("");
            return new Removal(revocation.member().hex(), organisation, revocation.reason(), by, roster.quorum());
        }
    }

    /** The newest consolidated model: its number, the slot of its newest snapshot, the hash of its parameters. */
    public record Consolidated(int index, int slot, String model) {}

    /**
     * A consolidated model on the hold-outs of several members together; the same at every member that shows it.
     *
     * @param index number of the model
     * @param model hash of its parameters
     * @param members whose hold-outs are in it
     * @param rows rows judged
     * @param correct rows told right; null when the label is a quantity
     * @param lossSum sum of the rows' losses in units of 2^-24
     * @param accuracy share told right; null when the label is a quantity
     * @param loss mean: nats, or half the squared error of standardised values
     * @param rmse in the unit of the label; null for classes
     */
    public record Metrics(
            int index,
            String model,
            int members,
            long rows,
            @Nullable Long correct,
            long lossSum,
            @Nullable Double accuracy,
            double loss,
            @Nullable Double rmse) {
        /**
         * @param deviation of a quantity, NaN for classes
         */
        static Metrics of(FederatedMetrics metrics, double deviation) {
            boolean classes = Double.isNaN(deviation);
            return new Metrics(
                    metrics.of().index(),
                    metrics.of().model().hex(),
                    metrics.members(),
                    metrics.rows(),
                    classes ? metrics.correct() : null,
                    metrics.lossSum(),
                    classes ? metrics.accuracy() : null,
                    metrics.meanLoss(),
                    classes ? null : deviation * Math.sqrt(2 * metrics.meanLoss()));
        }

        /** The figure that models are compared by. */
        double score() {
            Double error = rmse;
            return accuracy != null ? accuracy : error == null ? Double.NaN : error;
        }
    }

    /**
     * A sum over all members that is not known yet.
     *
     * @param stage what it waits for: term_missing, gathering, asked, running or complete
     * @param ready members who are ready, this one counted
     * @param needed the least number of participants
     * @param awaited members without whom it does not go on
     */
    public record SumState(String stage, int ready, int needed, List<String> awaited) {
        static @Nullable SumState of(SumProgress progress) {
            return progress.stage() == SumProgress.Stage.NONE
                    ? null
                    : new SumState(
                            progress.stage().name().toLowerCase(Locale.ROOT),
                            progress.ready(),
                            progress.needed(),
                            progress.awaited().stream().map(PeerId::hex).toList());
        }
    }

    /**
     * One other member; {@code lag} is how many slots it is behind this one, below zero when it is ahead. {@code unreachable}
     * says why no link to it can come about, as far as is known; null while there is one, or could be. The four before it say
     * who holds it for what it is, why, for how long nothing had been heard by then, and
     * how long ago that was; null while it is alive, or when it was never heard of.
     */
    public record Peer(
            String id,
            String organisation,
            String state,
            long lastContactMillis,
            boolean linked,
            boolean quarantined,
            boolean paused,
            int slot,
            int lag,
            long roundTripMicros,
            @Nullable String heldBy,
            @Nullable String reason,
            @Nullable Integer silentMillis,
            @Nullable Long sinceMillis,
            @Nullable String unreachable) {}

    /** What another member said of this one: that it is suspect, dead or quarantined. */
    public record Accusation(String by, String kind, String reason, int silentMillis, long sinceMillis) {}

    /** What does not change while a node runs. */
    public record Constants(String peer, String organisation, String federation, int plannedSlots, String metric) {}

    /**
     * What is counted outside the engine.
     *
     * @param lives of this member since the node started
     * @param events what the engine wanted a person to see, newest last
     */
    public record Outside(
            long bytesSent,
            long bytesReceived,
            int rosterVersion,
            List<String> waitingForApproval,
            List<Removal> proposedRemovals,
            @Nullable Removal removed,
            List<String> discovery,
            Map<String, Long> refusals,
            long offerDiskNanos,
            long replySyncNanos,
            double labelDeviation,
            Optional<Instant> hoursChangeAt,
            int lives,
            List<String> events,
            boolean listens) {}

    /** The JSON Schema of what this becomes. */
    public static JsonNode schema() {
        try (InputStream in = StatusReport.class.getResourceAsStream("status.schema.json")) {
            if (in == null) {
                throw new IllegalStateException("status.schema.json is not in this JAR");
            }
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts the figures together. */
    public static StatusReport of(Constants constants, EngineStatus engine, Scoreboard scores, Outside outside) {
        return new StatusReport(
                constants.peer(),
                constants.organisation(),
                constants.federation(),
                phase(engine.phase()),
                word(engine.phase()),
                engine.pausers().stream().sorted().map(StatusReport::word).toList(),
                pausedUntil(engine, outside),
                engine.life(),
                engine.slot(),
                constants.plannedSlots(),
                engine.peers().stream()
                        .map(peer -> peer(peer, engine.slot(), outside.listens()))
                        .toList(),
                constants.metric(),
                known(scores.localScore()),
                known(scores.federatedScore()),
                known(scores.loss()),
                known(
                        Double.isNaN(engine.consensusDistance())
                                ? scores.consensusDistance()
                                : engine.consensusDistance()),
                outside.bytesSent(),
                outside.bytesReceived(),
                outside.rosterVersion(),
                engine.openTransactions(),
                engine.voids(),
                engine.privateSlots(),
                outside.waitingForApproval(),
                outside.discovery(),
                verdicts(engine.verdicts(), outside.refusals()),
                engine.completed().count(),
                engine.completed().count() == 0 ? null : engine.completed().latestNanos() / NANOS_PER_MILLI,
                outside.offerDiskNanos() / NANOS_PER_MILLI,
                engine.completed().awaitedReplyNanos() / NANOS_PER_MILLI,
                outside.replySyncNanos() / NANOS_PER_MILLI,
                outside.proposedRemovals(),
                outside.removed(),
                engine.doubt(),
                engine.accusations().stream().map(StatusReport::accusation).toList(),
                engine.consolidated()
                        .map(model -> new Consolidated(
                                model.index(), model.slot(), model.model().hex()))
                        .orElse(null),
                SumState.of(engine.scaling()),
                engine.metrics()
                        .map(metrics -> Metrics.of(metrics, outside.labelDeviation()))
                        .orElse(null),
                SumState.of(engine.judging()),
                Advice.of(constants, engine, outside));
    }

    /** Known when nothing but the hour keeps it from training. */
    private static @Nullable String pausedUntil(EngineStatus engine, Outside outside) {
        return engine.pausers().equals(Set.of(Pauser.SCHEDULE))
                ? outside.hoursChangeAt().map(Instant::toString).orElse(null)
                : null;
    }

    private static @Nullable String unreachable(EngineStatus.PeerStatus peer, boolean listens) {
        if (peer.linked() || !peer.dialsOutOnly()) {
            return null;
        }
        return listens
                ? "it can only dial out, and has not reached this member; what it dials is in its net.peers"
                : "both can only dial out; what either learns reaches the other through the rest";
    }

    private static Peer peer(EngineStatus.PeerStatus peer, int ownSlot, boolean listens) {
        return new Peer(
                peer.peer().hex(),
                peer.organisation(),
                peer.state().name().toLowerCase(Locale.ROOT),
                peer.lastContactMillis(),
                peer.linked(),
                peer.quarantined(),
                peer.paused(),
                peer.slot(),
                ownSlot - peer.slot(),
                peer.roundTripMicros(),
                peer.standing().map(standing -> standing.by().hex()).orElse(null),
                peer.standing().map(standing -> standing.grounds().sentence()).orElse(null),
                peer.standing().map(Standing::silentMillis).orElse(null),
                peer.standing().map(Standing::sinceMillis).orElse(null),
                unreachable(peer, listens));
    }

    private static Accusation accusation(Standing standing) {
        return new Accusation(
                standing.by().hex(),
                word(standing.kind()),
                word(standing.grounds()),
                standing.silentMillis(),
                standing.sinceMillis());
    }

    private static String word(Enum<?> code) {
        return code.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static Map<String, Long> verdicts(Map<Reason, Long> engine, Map<String, Long> network) {
        TreeMap<String, Long> all = new TreeMap<>(network);
        engine.forEach((reason, count) -> all.merge(reason.name(), count, Long::sum));
        return all;
    }

    private static @Nullable Double known(double figure) {
        return Double.isFinite(figure) ? figure : null;
    }

    private static String phase(Phase phase) {
        return switch (phase) {
            case WAITING -> "lobby";
            case TRAINING, EXCHANGING, ALONE -> "training";
            case IDLE -> "idle";
            case PAUSED -> "paused";
            case LEAVING, LEFT, REVOKED -> "left";
        };
    }
}
