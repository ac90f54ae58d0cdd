package dev.starling.node.observe;

import dev.starling.gossip.EngineStatus;
import dev.starling.gossip.EngineStatus.PeerStatus;
import dev.starling.gossip.Pauser;
import dev.starling.gossip.Phase;
import dev.starling.gossip.membership.Liveness;
import dev.starling.gossip.message.ClaimKind;
import dev.starling.gossip.sums.SumProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a person should know and do about a running node: part of {@link StatusReport}.
 *
 * @param alarms what somebody should look at, the most pressing first
 * @param nextAction what happens next by itself, or what an operator should do; one sentence
 */
public record Advice(List<Alarm> alarms, String nextAction) {
    private static final int MUCH_DOUBT = 4;
    private static final int LIVES_OF_ONE_NODE = 2;
    private static final String REACH =
            "run `starling doctor`; does a firewall between the two let one of them dial the other?";

    public Advice {
        alarms = List.copyOf(alarms);
    }

    /**
     * Something that somebody should look at.
     *
     * @param code a word that stays the same, for tools
     * @param text what is the matter
     * @param remedy what to do
     */
    public record Alarm(String code, String text, String remedy) {}

    static Advice of(StatusReport.Constants constants, EngineStatus engine, StatusReport.Outside outside) {
        List<Alarm> alarms = new ArrayList<>();
        decisions(outside, alarms);
        company(engine, outside.listens(), alarms);
        state(engine, outside, alarms);
        return new Advice(alarms, next(constants, engine, outside));
    }

    /** What waits for a person. */
    private static void decisions(StatusReport.Outside outside, List<Alarm> alarms) {
        StatusReport.Removal removed = outside.removed();
        if (removed != null) {
            alarms.add(new Alarm(
                    "removed",
                    "removed from the federation by " + String.join(", ", removed.by()) + ": " + removed.reason(),
                    "the model stays here; to come back, make a new identity and ask for an invitation"));
        }
        for (String newcomer : outside.waitingForApproval()) {
            alarms.add(new Alarm(
                    "approval_awaited",
                    "a newcomer waits for approval: " + newcomer,
                    "to admit it run `starling approve " + newcomer.substring(0, 16) + "`"));
        }
        for (StatusReport.Removal removal : outside.proposedRemovals()) {
            alarms.add(new Alarm(
                    "removal_proposed",
                    "the removal of " + removal.organisation() + " is signed by " + String.join(", ", removal.by())
                            + " (" + removal.by().size() + " of " + removal.quorum() + "): " + removal.reason(),
                    "to agree run `starling revoke " + removal.peer().substring(0, 16) + "`"));
        }
    }

    private static void company(EngineStatus engine, boolean listens, List<Alarm> alarms) {
        if (engine.phase() == Phase.ALONE) {
            alarms.add(new Alarm(
                    "alone",
                    "no other member is reached: " + engine.privateSlots() + " slots were trained on a private copy",
                    REACH));
        }
        for (PeerStatus peer : engine.peers()) {
            // Two that can only dial out never meet, and nobody has to mend that.
            boolean apart = !listens && peer.dialsOutOnly() && !peer.linked();
            if (!apart || peer.quarantined()) {
                about(peer, alarms);
            }
        }
        engine.accusations().stream()
                .filter(accusation -> accusation.kind() == ClaimKind.QUARANTINED)
                .forEach(accusation -> alarms.add(new Alarm(
                        "quarantined_by",
                        "member " + accusation.by() + " exchanges nothing with this one any more: "
                                + accusation.grounds().sentence(),
                        "ask there what it saw; is this state a restored or copied one?")));
    }

    private static void about(PeerStatus peer, List<Alarm> alarms) {
        if (peer.quarantined()) {
            alarms.add(new Alarm(
                    "quarantined",
                    "nothing is exchanged with " + peer.organisation() + ", which broke the protocol",
                    "see the log for how; ask there, and run `starling revoke` if it is no accident"));
        } else if (peer.lastContactMillis() < 0) {
            alarms.add(
                    new Alarm("peer_unseen", peer.organisation() + " was not heard of since this node started", REACH));
        } else if (peer.state() == Liveness.DEAD || peer.state() == Liveness.SUSPECT) {
            String state = peer.state().name().toLowerCase(Locale.ROOT);
            alarms.add(new Alarm("peer_" + state, peer.organisation() + " is " + state + dated(peer), REACH));
        }
    }

    private static String dated(PeerStatus peer) {
        return peer.standing()
                .map(standing -> ": " + standing.grounds().sentence())
                .orElse("");
    }

    private static void state(EngineStatus engine, StatusReport.Outside outside, List<Alarm> alarms) {
        if (outside.lives() > LIVES_OF_ONE_NODE) {
            alarms.add(new Alarm(
                    "same_key_twice",
                    "the life of this member was raised " + (outside.lives() - 1) + " times since it started",
                    "another node seems to run with the same key: stop one of the two, and delete its copy"));
        }
        if (outside.refusals().containsKey("INBOX_FULL")) {
            alarms.add(new Alarm(
                    "overloaded",
                    outside.refusals().get("INBOX_FULL") + " messages were dropped because they came too fast",
                    "give the node more of the processor"));
        }
        if (engine.doubt() >= MUCH_DOUBT) {
            alarms.add(new Alarm(
                    "slow",
                    "answers come late or not at all (doubt " + engine.doubt() + " of 8)",
                    "is this machine, or its network, overloaded?"));
        }
        if (engine.voids() > 0) {
            alarms.add(new Alarm(
                    "voids",
                    engine.voids() + " exchanges will never finish on the other side",
                    "none where a member lost or restored its state, or was removed; see the log otherwise"));
        }
        outside.events().forEach(event -> alarms.add(new Alarm("event", event, "see the log around it")));
    }

    private static String next(StatusReport.Constants constants, EngineStatus engine, StatusReport.Outside outside) {
        int planned = constants.plannedSlots();
        return switch (engine.phase()) {
            case WAITING -> waiting(engine);
            case TRAINING, EXCHANGING ->
                "trains and swaps slot after slot" + (planned > 0 ? " up to " + planned : "") + "; nothing to do";
            case ALONE -> "trains a private copy until another member is reached; see the alarms";
            case IDLE ->
                "the plan is done and the model is served; `starling eval` tells what it is worth, `starling model export`"
                        + " takes it along";
            case PAUSED -> paused(engine, outside);
            case LEAVING -> "finishes open exchanges, then stops";
            case LEFT -> "stops";
            case REVOKED -> "nothing more happens; `starling stop` ends the node";
        };
    }

    private static String waiting(EngineStatus engine) {
        SumProgress scaling = engine.scaling();
        if (scaling.stage() != SumProgress.Stage.NONE) {
            return "waits for " + scaling.needed() + " members to sum up the scaling, " + scaling.ready()
                    + " are ready";
        }
        boolean company = engine.peers().stream().anyMatch(peer -> peer.state() == Liveness.ALIVE);
        return company
                ? "starts when enough members are there"
                : "waits for another member; `starling invite` admits one";
    }

    private static String paused(EngineStatus engine, StatusReport.Outside outside) {
        return engine.pausers().contains(Pauser.OPERATOR)
                ? "rests until `starling resume`"
                : outside.hoursChangeAt()
                        .map(at -> "rests until " + at + ", when the next window of training opens")
                        .orElse("rests: no window of training ever opens; see [training] in starling.toml");
    }
}
