package dev.starling.testnet.scenario;

import dev.starling.gossip.EngineStatus;
import dev.starling.gossip.Phase;
import dev.starling.testnet.invariant.Invariants;
import dev.starling.testnet.sim.SimulatedMember;
import dev.starling.testnet.sim.Simulation;
import dev.starling.testnet.sim.SimulationSettings;
import dev.starling.testnet.sim.Witness;
import dev.starling.testnet.sim.measure.Distances;
import dev.starling.testnet.sim.measure.Progress;
import dev.starling.testnet.sim.training.ThenRest;
import dev.starling.testnet.sim.training.Trainer;
import dev.starling.testnet.sim.weather.Weather;
import java.util.ArrayList;
import java.util.List;

/**
 * Plays a scenario once, with every invariant on. The last slots of the plan only mix, and the weather has
 * cleared by then, so that it can be seen whether members agree. At the end whoever must have finished its plan has, with its
 * transactions settled, in its first life; no flow was applied at one end only, unless it is void; and all of them agree.
 */
public final class Performance {
    /** Slots at the end of the plan that only mix. */
    public static final int RESTING_SLOTS = 8;

    private static final long CALM_NANOS = 20 * Stage.SECOND;
    private static final long LOOK_EVERY_NANOS = Stage.SECOND / 20;
    private static final int TIMES_THE_PLAN = 10;
    private static final long AT_LEAST_NANOS = 120 * Stage.SECOND;

    private final Scenario scenario;
    private final double tolerance;
    private final Invariants invariants;
    private final Simulation simulation;
    private final Stage stage;

    /**
     * @param settings weather as the scenario says, or worse
     * @param tolerance members agree when none is farther from the mean than this part of the mean
     * @param observers see what happens beside the invariants
     */
    public Performance(
            Scenario scenario,
            SimulationSettings settings,
            Trainer trainer,
            double tolerance,
            List<Witness> observers) {
        this.scenario = scenario;
        this.tolerance = tolerance;
        this.invariants = Invariants.all(settings.gossip());
        Progress progress = new Progress();
        List<Witness> witnesses = new ArrayList<>(invariants.witnesses());
        witnesses.add(progress);
        witnesses.addAll(observers);
        int lastTrained = Math.max(1, settings.gossip().plannedSlots() - RESTING_SLOTS);
        this.simulation = new Simulation(settings, new ThenRest(trainer, lastTrained), witnesses);
        this.stage = new Stage(simulation, progress);
    }

    /** Plays it to the end. */
    public Performance play() {
        scenario.plan(stage);
        long limit = Math.max(AT_LEAST_NANOS, TIMES_THE_PLAN * stage.time(1));
        long earliest = stage.time(1);
        while (simulation.nowNanos() < limit
                && (simulation.nowNanos() < earliest || !stage.progress().done(simulation))) {
            simulation.run(simulation.nowNanos() + LOOK_EVERY_NANOS);
            if (stage.progress().newestSlot() > stage.trainedSlots()) {
                simulation.weather(Weather.fair());
            }
        }
        simulation.weather(Weather.fair());
        simulation.run(simulation.nowNanos() + CALM_NANOS);
        simulation.end();
        simulation.examine(this::judge);
        return this;
    }

    public Simulation simulation() {
        return simulation;
    }

    public Invariants invariants() {
        return invariants;
    }

    public Stage stage() {
        return stage;
    }

    private void judge() {
        List<SimulatedMember> finishers = scenario.finishers(stage);
        for (SimulatedMember member : finishers) {
            EngineStatus status = member.status();
            require(
                    status.phase() == Phase.IDLE && status.slot() >= stage.slots(),
                    "member %d is %s in slot %d".formatted(member.number(), status.phase(), status.slot()));
            require(
                    scenario.settled(status) && status.life() == 1,
                    "member %d ends with %d transactions open, %d void, in life %d"
                            .formatted(member.number(), status.openTransactions(), status.voids(), status.life()));
        }
        require(invariants.flows().open() == 0, invariants.flows().open() + " flows were applied at one end only");
        require(scenario.consolidateEvery() == 0 || invariants.models().models() > 0, "no model was ever consolidated");
        double apart = Distances.of(finishers).largestRelative();
        require(apart <= tolerance, "members are %.3g apart, allowed is %.3g".formatted(apart, tolerance));
        scenario.judge(stage);
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(scenario.name() + ": " + otherwise);
        }
    }
}
