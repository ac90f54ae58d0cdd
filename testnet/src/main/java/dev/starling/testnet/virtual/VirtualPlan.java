package dev.starling.testnet.virtual;

import dev.starling.testnet.scenario.Scenario;
import dev.starling.testnet.sim.SimulationSettings;
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
 */
public record VirtualPlan(
        SimulationSettings settings,
        Learning learning,
        Optional<Scenario> scenario,
        Faults faults,
        boolean reckoning,
        boolean ahead) {}
