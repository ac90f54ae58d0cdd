package dev.starling.testnet.scenario;

import dev.starling.testnet.sim.SimulatedMember;
import dev.starling.testnet.sim.Simulation;
import dev.starling.testnet.sim.SimulationSettings;
import dev.starling.testnet.sim.measure.Progress;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Where a story plays: a simulation and its plan. Times are parts of the slots that are trained, as if each took no
 * longer than a training and a few exchanges in fair weather.
 */
public final class Stage {
    /** One second in nanoseconds. */
    public static final long SECOND = 1_000_000_000L;

    /** Slots between consolidated models in stories that have any. */
    static final int CONSOLIDATE_EVERY = 5;

    private static final long EXCHANGE_NANOS = 10_000_000L;

    private final Simulation simulation;
    private final Progress progress;

    Stage(Simulation simulation, Progress progress) {
        this.simulation = simulation;
        this.progress = progress;
    }

    public Simulation simulation() {
        return simulation;
    }

    /** How far the members are. */
    public Progress progress() {
        return progress;
    }

    /** The founders. */
    public List<SimulatedMember> founders() {
        return simulation.members().subList(0, settings().rows().size());
    }

    /** A founder by its number. */
    public SimulatedMember member(int number) {
        return simulation.members().get(number);
    }

    /** Some founder. */
    public SimulatedMember anyFounder() {
        return member(chance().nextInt(settings().rows().size()));
    }

    /** Chance for whoever plans. */
    public SplittableRandom chance() {
        return simulation.faults();
    }

    /** Slots of the plan. */
    public int slots() {
        return settings().gossip().plannedSlots();
    }

    /** Slots of the plan that are trained; those that are left only mix, in fair weather. */
    public int trainedSlots() {
        return Math.max(1, slots() - Performance.RESTING_SLOTS);
    }

    /** When about this part of the trained slots is done. */
    public long time(double part) {
        return (long) (part * trainedSlots() * (settings().trainingNanos() + EXCHANGE_NANOS));
    }

    /** Does something when about this part of the trained slots is done. */
    public void at(double part, Runnable action) {
        simulation.at(time(part), action);
    }

    /** A member's process dies now and comes back after a while. */
    public void crashFor(SimulatedMember member, long nanos) {
        simulation.crash(member);
        simulation.at(simulation.nowNanos() + nanos, member::start);
    }

    SimulationSettings settings() {
        return simulation.settings();
    }
}
