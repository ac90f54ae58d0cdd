package dev.starling.testnet.sim;

import dev.starling.gossip.Effect;
import dev.starling.gossip.Event;
import java.util.List;

/**
 * One step of one engine.
 *
 * @param number of the step in the simulation, from 1
 * @param nowNanos virtual time
 * @param arrival whether a frame arrived before
 * @param effects what the engine wants done, in order
 */
public record Step(
        long number, long nowNanos, SimulatedMember member, Event event, Arrival arrival, List<Effect> effects) {}
