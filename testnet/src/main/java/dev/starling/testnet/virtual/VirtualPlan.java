package dev.starling.testnet.virtual;

import dev.starling.testnet.scenario.Scenario;
import dev.starling.testnet.sim.SimulationSettings;
import dev.starling.testnet.sim.Witness;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A simulated federation as somebody wants it.
 *
 * @param settings of the simulation
 * @param learning what members learn
 * @param scenario a story; empty plays what {@code faults} says
 * @param faults what befalls members when there is no story
 * @param reckoning whether invariants that reckon with vectors are on
 * @param ahead whether a second thread trains ahead
 * @param witnesses see what happens, beside those that check and measure
 */
public record VirtualPlan(
        SimulationSettings settings,
        Learning learning,
        Optional<Scenario> scenario,
        Faults faults,
        boolean reckoning,
        boolean ahead,
        List<Witness> witnesses) {
    public VirtualPlan {
        witnesses = List.copyOf(witnesses);
    }

    /** The same, and somebody else sees it. */
    public VirtualPlan seenBy(Witness witness) {
        List<Witness> all = new ArrayList<>(witnesses);
        all.add(witness);
        return new VirtualPlan(settings, learning, scenario, faults, reckoning, ahead, all);
    }

    /** For people. */
    public String sentence() {
        return "%d members, %d parameters, %s, seed %d"
                .formatted(settings.rows().size(), learning.genesis().length, learning.sentence(), settings.seed());
    }
}
