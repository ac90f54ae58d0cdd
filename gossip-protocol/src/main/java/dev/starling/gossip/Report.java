package dev.starling.gossip;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.admission.Verdict;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.membership.Liveness;
import dev.starling.gossip.message.Claim;
import dev.starling.gossip.message.FarewellCode;
import dev.starling.gossip.message.JoinStatus;
import dev.starling.gossip.sums.FederatedMetrics;
import java.util.List;

/** What happened, for people: one report becomes a line, a counter, a point on a curve. */
public sealed interface Report {

    /** Calls the method that belongs to this kind. */
    void handle(Handler handler);

    /** One method per kind of report. */
    interface Handler {
        void phaseChanged(PhaseChanged report);

        void published(Published report);

        void slotEnded(SlotEnded report);

        void exchanged(Exchanged report);

        void peerChanged(PeerChanged report);

        void turnedAway(TurnedAway report);

        void turnedAwayBy(TurnedAwayBy report);

        void verdictReached(VerdictReached report);

        void flowVoided(FlowVoided report);

        void joinDecided(JoinDecided report);

        void startedFrom(StartedFrom report);

        void planDone(PlanDone report);

        void alarm(Alarm report);

        void memberRemoved(MemberRemoved report);

        void accused(Accused report);

        void consolidated(Consolidated report);

        void consolidationFailed(ConsolidationFailed report);

        void startedFromModel(StartedFromModel report);

        void modelJudged(ModelJudged report);
    }

    /** The member does something else now. */
    record PhaseChanged(Phase phase) implements Report {
        @Override
        public void handle(Handler handler) {
            handler.phaseChanged(this);
        }
    }

    /** A snapshot of this slot is out. */
    record Published(int slot, int stepsDone, int degree) implements Report {
        @Override
        public void handle(Handler handler) {
            handler.published(this);
        }
    }

    /** The waiting of a slot is over; the consensus distance is relative, NaN when nobody answered. */
    record SlotEnded(int slot, int exchanges, double consensusDistance) implements Report {
        @Override
        public void handle(Handler handler) {
            handler.slotEnded(this);
        }
    }

    /** A flow with this peer was applied. */
    record Exchanged(PeerId peer, int slot, long nanos) implements Report {
        @Override
        public void handle(Handler handler) {
            handler.exchanged(this);
        }
    }

    /** Another opinion of a member, and the claim that it rests on: whose word, and why. */
    record PeerChanged(PeerId peer, Liveness liveness, Claim why) implements Report {
        @Override
        public void handle(Handler handler) {
            handler.peerChanged(this);
        }
    }

    /** This member closed the link of a peer that it will not serve. */
    record TurnedAway(PeerId peer, FarewellCode code) implements Report {
        @Override
        public void handle(Handler handler) {
            handler.turnedAway(this);
        }
    }

    /** A peer said why it closes the link. */
    record TurnedAwayBy(PeerId peer, FarewellCode code) implements Report {
        @Override
        public void handle(Handler handler) {
            handler.turnedAwayBy(this);
        }
    }

    /** Something that a peer sent was not taken as it came. */
    record VerdictReached(PeerId peer, Verdict verdict) implements Report {
        @Override
        public void handle(Handler handler) {
            handler.verdictReached(this);
        }
    }

    /** A transaction will never finish on the other side. */
    record FlowVoided(JournalRecord.Voided record) implements Report {
        @Override
        public void handle(Handler handler) {
            handler.flowVoided(this);
        }
    }

    /** A newcomer got its answer. */
    record JoinDecided(PeerId newcomer, String organisation, JoinStatus status, String reason) implements Report {
        @Override
        public void handle(Handler handler) {
            handler.joinDecided(this);
        }
    }

    /** This newcomer now holds the snapshot that the peer published in this slot. */
    record StartedFrom(PeerId peer, int slot) implements Report {
        @Override
        public void handle(Handler handler) {
            handler.startedFrom(this);
        }
    }

    /** The plan is done; the parameters are a copy, length d. */
    @SuppressWarnings("ArrayRecordComponent")
    record PlanDone(int slot, float[] parameters) implements Report {
        @Override
        public void handle(Handler handler) {
            handler.planDone(this);
        }
    }

    /**
     * A member was removed from the roster.
     *
     * @param member who; perhaps this one
     * @param by the members who signed
     */
    record MemberRemoved(PeerId member, String organisation, String reason, List<PeerId> by) implements Report {
        public MemberRemoved {
            by = List.copyOf(by);
        }

        @Override
        public void handle(Handler handler) {
            handler.memberRemoved(this);
        }
    }

    /** Something that a person should see. */
    record Alarm(String text) implements Report {
        @Override
        public void handle(Handler handler) {
            handler.alarm(this);
        }
    }

    /** Another member says of this one that it is suspect, dead or quarantined. */
    record Accused(Claim claim) implements Report {
        @Override
        public void handle(Handler handler) {
            handler.accused(this);
        }
    }

    /** A consolidated model is here: the mean of so many members' snapshots, which have all reached the slot. */
    record Consolidated(int index, int slot, int participants, Digest model) implements Report {
        @Override
        public void handle(Handler handler) {
            handler.consolidated(this);
        }
    }

    /** An attempt to agree on a consolidated model came to nothing; another one follows. */
    record ConsolidationFailed(int index, int attempt, String why) implements Report {
        @Override
        public void handle(Handler handler) {
            handler.consolidationFailed(this);
        }
    }

    /** This newcomer now holds the consolidated model with this index, and goes on behind this slot. */
    record StartedFromModel(int index, int slot) implements Report {
        @Override
        public void handle(Handler handler) {
            handler.startedFromModel(this);
        }
    }

    /** The members agree on how well a consolidated model does on their hold-outs. */
    record ModelJudged(FederatedMetrics metrics) implements Report {
        @Override
        public void handle(Handler handler) {
            handler.modelJudged(this);
        }
    }
}
