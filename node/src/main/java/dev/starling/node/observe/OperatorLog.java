package dev.starling.node.observe;

import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.Report;
import dev.starling.gossip.message.Claim;
import dev.starling.gossip.message.ClaimKind;
import dev.starling.gossip.message.JoinStatus;
import dev.starling.gossip.sums.FederatedMetrics;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what the engine and the network report into log lines: the operators' whole vocabulary. Safe on any thread. */
public final class OperatorLog implements Report.Handler {
    private static final Logger LOG = LoggerFactory.getLogger("starling");
    private static final int MOST_ALARMS = 5;

    private final LinkedHashSet<String> alarms = new LinkedHashSet<>();

    /** The last few alarms of the engine, each once, newest last. */
    public List<String> alarms() {
        synchronized (alarms) {
            return List.copyOf(alarms);
        }
    }

    /** Environment variables stand in for these keys of the configuration. */
    public void overridden(String settings) {
        LOG.info("the environment decides: {}", settings);
    }

    /** The site's times of training begin or end. */
    public void hours(boolean open, String until) {
        LOG.info(open ? "a window of training is open until {}" : "no window of training is open until {}", until);
    }

    /** The node listens. */
    public void listening(String address, String peer) {
        LOG.info("listening on {} as {}", address, peer);
    }

    /** The node does not listen. */
    public void dialsOutOnly(String peer) {
        LOG.info("dialling out only, as net.listen is false; running as {}", peer);
    }

    /** A pause from before the restart holds. */
    public void stillPaused() {
        LOG.info("paused before this start, and so still; `starling resume` goes on");
    }

    /** A connection stands. */
    public void connected(String remote, String peer, boolean outbound) {
        LOG.debug("link {} {} ({})", outbound ? "to" : "from", remote, peer);
    }

    /** A connection is gone. */
    public void disconnected(String peer, String reason) {
        LOG.debug("link of {} is down: {}", peer, reason);
    }

    /** A connection was refused by a rule of the network. */
    public void refused(String remote, String reason) {
        LOG.warn("refused {}: {}", remote, reason);
    }

    /** An address could not be reached. */
    public void dialFailed(String address, String reason) {
        LOG.debug("cannot reach {}: {}", address, reason);
    }

    /** Somebody was seen on the local network. */
    public void sighted(String peer, String address) {
        LOG.debug("seen on the local network: {} at {}", peer, address);
    }

    /** Something else that a person should see. */
    public void warn(String text) {
        LOG.warn("{}", text);
    }

    /** The sums that features are scaled by are known. */
    public void scaled(int members, long rows) {
        LOG.info("features are scaled by the figures of {} members, {} rows", members, rows);
    }

    /** The node stops by itself. */
    public void fault(Throwable cause) {
        LOG.error("the node stops", cause);
    }

    @Override
    public void phaseChanged(Report.PhaseChanged report) {
        switch (report.phase()) {
            case WAITING -> LOG.info("waiting for members");
            case ALONE -> LOG.warn("no live peer: training a private copy, the shared model stays as it is");
            case IDLE -> LOG.info("the plan is done; serving the model");
            case PAUSED -> LOG.info("paused: training and publishing nothing until resumed");
            case LEAVING -> LOG.info("leaving: finishing open exchanges");
            case LEFT -> LOG.info("left the federation");
            case REVOKED -> LOG.warn("removed from the federation: the model stays, nothing more is exchanged");
            case TRAINING, EXCHANGING -> LOG.trace("phase {}", report.phase());
        }
    }

    @Override
    public void published(Report.Published report) {
        LOG.debug("published slot {} after {} steps, degree {}", report.slot(), report.stepsDone(), report.degree());
    }

    @Override
    public void slotEnded(Report.SlotEnded report) {
        LOG.debug(
                "slot {} ended with {} exchanges, consensus distance {}",
                report.slot(),
                report.exchanges(),
                report.consensusDistance());
    }

    @Override
    public void exchanged(Report.Exchanged report) {
        LOG.trace("exchanged slot {} with {} in {} ns", report.slot(), report.peer(), report.nanos());
    }

    @Override
    public void peerChanged(Report.PeerChanged report) {
        String peer = report.peer().toString();
        String state = word(report.liveness());
        Claim why = report.why();
        switch (report.liveness()) {
            case ALIVE -> LOG.info("{} is alive", peer);
            case LEFT -> LOG.info("{} has left", peer);
            case SUSPECT, DEAD ->
                LOG.warn(
                        "{} is {}: {} says that {} (nothing heard for {} ms)",
                        peer,
                        state,
                        why.author(),
                        why.grounds().sentence(),
                        why.silentMillis());
        }
    }

    @Override
    public void accused(Report.Accused report) {
        Claim claim = report.claim();
        if (claim.kind() == ClaimKind.QUARANTINED) {
            LOG.error("{} starts no exchange with this member any more: {}", claim.author(), word(claim.grounds()));
        } else {
            LOG.warn(
                    "{} holds this member for {}: {}, nothing heard for {} ms; refuted",
                    claim.author(),
                    word(claim.kind()),
                    word(claim.grounds()),
                    claim.silentMillis());
        }
    }

    private static String word(Enum<?> code) {
        return code.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    @Override
    public void turnedAway(Report.TurnedAway report) {
        LOG.warn("turned away {}: {}", report.peer(), report.code().sentence());
    }

    @Override
    public void turnedAwayBy(Report.TurnedAwayBy report) {
        LOG.info("{} closed the link: {}", report.peer(), report.code().sentence());
    }

    @Override
    public void verdictReached(Report.VerdictReached report) {
        LOG.debug("from {}: {}", report.peer(), report.verdict());
    }

    @Override
    public void flowVoided(Report.FlowVoided report) {
        LOG.warn(
                "void: transaction {} with {} will never finish ({})",
                report.record().seq(),
                report.record().peer(),
                report.record().side());
    }

    @Override
    public void joinDecided(Report.JoinDecided report) {
        if (report.status() == JoinStatus.ADMITTED) {
            LOG.info("admitted {} ({})", report.organisation(), report.newcomer());
        } else {
            LOG.warn("{} ({}) asked to join: {}", report.organisation(), report.newcomer(), report.reason());
        }
    }

    @Override
    public void startedFrom(Report.StartedFrom report) {
        LOG.info("starting from the snapshot that {} published in slot {}", report.peer(), report.slot());
    }

    @Override
    public void planDone(Report.PlanDone report) {
        LOG.debug("plan done at slot {}", report.slot());
    }

    @Override
    public void memberRemoved(Report.MemberRemoved report) {
        LOG.warn(
                "removed from the roster: {} ({}), signed by {}: {}",
                report.organisation(),
                report.member(),
                report.by().stream().map(PeerId::toString).collect(Collectors.joining(", ")),
                report.reason());
    }

    @Override
    public void consolidated(Report.Consolidated report) {
        LOG.info(
                "consolidated model {}: the mean of {} members at slot {}, {}",
                report.index(),
                report.participants(),
                report.slot(),
                report.model());
    }

    @Override
    public void consolidationFailed(Report.ConsolidationFailed report) {
        LOG.debug("consolidation {}, attempt {}: {}", report.index(), report.attempt(), report.why());
    }

    @Override
    public void startedFromModel(Report.StartedFromModel report) {
        LOG.info("starting from consolidated model {} behind slot {}", report.index(), report.slot());
    }

    @Override
    public void modelJudged(Report.ModelJudged report) {
        FederatedMetrics metrics = report.metrics();
        String right = metrics.correct() == 0
                ? ""
                : String.format(Locale.ROOT, "accuracy %.1f %%, ", 100 * metrics.accuracy());
        LOG.info(
                "consolidated model {} on the {} hold-out rows of {} members: {}loss {}",
                metrics.of().index(),
                metrics.rows(),
                metrics.members(),
                right,
                String.format(Locale.ROOT, "%.4f", metrics.meanLoss()));
    }

    @Override
    public void alarm(Report.Alarm report) {
        LOG.warn("{}", report.text());
        synchronized (alarms) {
            alarms.remove(report.text());
            alarms.add(report.text());
            if (alarms.size() > MOST_ALARMS) {
                alarms.remove(alarms.iterator().next());
            }
        }
    }
}
