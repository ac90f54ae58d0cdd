package dev.starling.testnet.invariant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.crypto.digest.Digest;
import dev.starling.gossip.Effect;
import dev.starling.gossip.Event;
import dev.starling.gossip.GossipSettings;
import dev.starling.gossip.encoding.DeltaEncoding;
import dev.starling.gossip.journal.JournalRecord.Answered;
import dev.starling.gossip.journal.JournalRecord.Completed;
import dev.starling.gossip.journal.JournalRecord.Side;
import dev.starling.gossip.journal.JournalRecord.Voided;
import dev.starling.gossip.membership.LivenessSettings;
import dev.starling.gossip.message.Announce;
import dev.starling.gossip.message.SignedHeader;
import dev.starling.gossip.message.SnapshotHeader;
import dev.starling.gossip.wire.FrameCodec;
import dev.starling.testnet.sim.Arrival;
import dev.starling.testnet.sim.SimulatedMember;
import dev.starling.testnet.sim.Simulation;
import dev.starling.testnet.sim.SimulationFailure;
import dev.starling.testnet.sim.SimulationSettings;
import dev.starling.testnet.sim.Step;
import dev.starling.testnet.sim.Witness;
import dev.starling.testnet.sim.training.RandomSteps;
import dev.starling.testnet.sim.weather.Weather;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Every invariant notices what it is there for: the simulation is sound, and what the invariants see of it is forged. */
final class InvariantsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int MEMBERS = 4;

    /** Shows the invariants each step as somebody has forged it. */
    private record Forger(Witness deceived, UnaryOperator<Step> forgery) implements Witness {
        @Override
        public void appeared(SimulatedMember member) {
            deceived.appeared(member);
        }

        @Override
        public void stepped(Step step) {
            deceived.stepped(forgery.apply(step));
        }

        @Override
        public void synced(SimulatedMember member, Effect write) {
            deceived.synced(member, write);
        }

        @Override
        public void ended(Simulation simulation) {
            deceived.ended(simulation);
        }
    }

    private static GossipSettings gossip(int startMembers) {
        return new GossipSettings(
                new float[30],
                DeltaEncoding.ofName("float32").orElseThrow(),
                0,
                0.5f,
                10,
                8,
                0,
                startMembers,
                1e6,
                LivenessSettings.defaults(),
                0,
                List.of(),
                0);
    }

    private static void play(int startMembers, UnaryOperator<Step> forgery) {
        GossipSettings gossip = gossip(startMembers);
        SimulationSettings settings = new SimulationSettings(
                3,
                Collections.nCopies(MEMBERS, 100),
                1,
                gossip,
                Weather.fair().withDuplication(0.3),
                100_000_000,
                2_000_000,
                false,
                "the command");
        List<Witness> witnesses = new ArrayList<>();
        Invariants.all(gossip).witnesses().forEach(witness -> witnesses.add(new Forger(witness, forgery)));
        Simulation simulation = new Simulation(settings, RandomSteps.always(3, 0.1f), witnesses);
        simulation.startAll();
        simulation.run(90 * SECOND);
        simulation.end();
    }

    private static void assertNoticed(String id, UnaryOperator<Step> forgery) {
        assertThatThrownBy(() -> play(2, forgery))
                .isInstanceOf(SimulationFailure.class)
                .hasMessageContaining(id + " is violated")
                .hasMessageContaining("seed 3, event ")
                .hasMessageContaining("the command");
    }

    private static Step with(Step step, List<Effect> effects) {
        return new Step(step.number(), step.nowNanos(), step.member(), step.event(), step.arrival(), effects);
    }

    private static Step each(Step step, UnaryOperator<Effect> change) {
        return with(step, step.effects().stream().map(change).toList());
    }

    @Test
    void nothingIsNoticedWhereNothingIsForged() {
        play(2, step -> step);
    }

    @Test
    void parametersThatChangeWithoutARecordAreNoticed() {
        assertNoticed(
                "I1",
                step -> with(
                        step,
                        step.effects().stream()
                                .filter(effect -> !(effect instanceof Effect.AppendJournal append
                                        && append.record() instanceof Answered))
                                .toList()));
    }

    @Test
    void aFlowThatIsAppliedTwiceIsNoticed() {
        assertNoticed("I3", step -> {
            List<Effect> twice = new ArrayList<>();
            for (Effect effect : step.effects()) {
                twice.add(effect);
                if (effect instanceof Effect.AppendJournal append && append.record() instanceof Answered) {
                    twice.add(effect);
                }
            }
            return with(step, twice);
        });
    }

    @Test
    void flowsThatDoNotCancelAreNoticed() {
        assertNoticed(
                "I2",
                step -> each(step, effect -> {
                    if (effect instanceof Effect.AppendJournal append
                            && append.record() instanceof Completed completed) {
                        byte[] body = completed.body().clone();
                        body[2] ^= 1;
                        return new Effect.AppendJournal(
                                append.token(), new Completed(completed.peer(), completed.seq(), body));
                    }
                    return effect;
                }));
    }

    @Test
    void aRepeatedFrameThatIsWrittenDownIsNoticed() {
        assertNoticed(
                "I3",
                step -> new Step(
                        step.number(),
                        step.nowNanos(),
                        step.member(),
                        step.event(),
                        step.event() instanceof Event.FrameArrived ? Arrival.ECHO : Arrival.FRESH,
                        step.effects()));
    }

    @Test
    void anOldFrameThatIsActedOnAgainIsNoticed() {
        Event[] old = new Event[1];
        assertNoticed("I3", step -> {
            boolean first = step.member().number() == 0;
            boolean writes = step.effects().stream().anyMatch(effect -> effect instanceof Effect.AppendJournal);
            if (first && writes && old[0] == null && step.event() instanceof Event.FrameArrived) {
                old[0] = step.event();
            } else if (first && writes && old[0] != null) {
                return new Step(step.number(), step.nowNanos(), step.member(), old[0], Arrival.LATE, step.effects());
            }
            return step;
        });
    }

    @Test
    void aFlowThatIsAppliedThoughItIsVoidIsNoticed() {
        assertNoticed("I1", step -> {
            List<Effect> voided = new ArrayList<>();
            for (Effect effect : step.effects()) {
                if (effect instanceof Effect.AppendJournal append && append.record() instanceof Completed completed) {
                    voided.add(new Effect.AppendJournal(
                            append.token(),
                            new Voided(completed.peer(), 1, completed.seq(), Side.OFFERED, new float[0])));
                }
                voided.add(effect);
            }
            return with(step, voided);
        });
    }

    @Test
    void aStepThatIsNotWhatTheDisplacementMakesIsNoticed() {
        assertNoticed("I8", step -> {
            if (step.event() instanceof Event.DisplacementReady ready) {
                float[] other = ready.displacement().clone();
                other[0] += 0.01f;
                Event forged = new Event.DisplacementReady(ready.training(), other, ready.stepsDone());
                return new Step(step.number(), step.nowNanos(), step.member(), forged, step.arrival(), step.effects());
            }
            return step;
        });
    }

    @Test
    void whatNobodySignedIsNoticed() {
        assertNoticed(
                "I11",
                step -> each(step, effect -> {
                    if (effect instanceof Effect.AppendJournal append && append.record() instanceof Answered answered) {
                        byte[] signature = answered.theirs().signature().clone();
                        signature[7] ^= 1;
                        SignedHeader unsigned = new SignedHeader(
                                answered.theirs().header(), answered.theirs().bytes(), signature);
                        return new Effect.AppendJournal(
                                append.token(),
                                new Answered(
                                        answered.peer(), answered.seq(), answered.own(), unsigned, answered.body()));
                    }
                    return effect;
                }));
    }

    @Test
    void twoSnapshotsOfOneSlotAreNoticed() {
        assertNoticed(
                "I13",
                step -> each(step, effect -> {
                    if (effect instanceof Effect.Send send && send.frame()[2] == 1 && send.link() % 2 == 0) {
                        FrameCodec codec =
                                new FrameCodec(step.member().engine().roster().federation());
                        Announce announce =
                                (Announce) codec.decode(send.frame()).message().orElseThrow();
                        SnapshotHeader h = announce.header().header();
                        SnapshotHeader other = new SnapshotHeader(
                                h.member(),
                                h.life(),
                                h.slot(),
                                h.lineage(),
                                h.rosterHead(),
                                h.degree(),
                                h.base(),
                                h.encoding(),
                                h.length(),
                                h.rows(),
                                h.stepsDone(),
                                Digest.of(new byte[] {1}),
                                h.seen());
                        SignedHeader signed = codec.headers().sign(step.member().identity(), other);
                        return new Effect.Send(send.link(), codec.encode(new Announce(signed)));
                    }
                    return effect;
                }));
    }

    @Test
    void aMemberThatStandsStillAmongTheLivingIsNoticedWhileItDoes() {
        assertThatThrownBy(() -> play(MEMBERS + 1, step -> step))
                .isInstanceOf(SimulationFailure.class)
                .hasMessageContaining(", 60.")
                .hasMessageContaining("I14 is violated: member ")
                .hasMessageContaining("is frozen in slot 0 (WAITING) for 60.");
    }

    @Test
    void theLargestErrorIsMeasuredAndFarBelowWhatIsAllowed() {
        GossipSettings gossip = gossip(2);
        Invariants invariants = Invariants.all(gossip);
        Simulation simulation = new Simulation(
                new SimulationSettings(
                        4, List.of(50, 100, 400), 1, gossip, Weather.fair(), 100_000_000, 2_000_000, false, ""),
                RandomSteps.always(4, 0.1f),
                invariants.witnesses());
        simulation.startAll();
        simulation.run(20 * SECOND);
        simulation.end();
        assertThat(invariants.flows().finished()).isEqualTo(3 * 8);
        assertThat(invariants.flows().open()).isZero();
        ConservedMass mass = invariants.mass().orElseThrow();
        assertThat(mass.largestError()).isBetween(1e-12, 1e-6);
        assertThat(mass.largestPart()).isBetween(1e-3, 0.5);
    }
}
