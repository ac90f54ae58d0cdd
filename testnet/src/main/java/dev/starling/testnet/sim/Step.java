package dev.starling.testnet.sim;

import dev.starling.gossip.Effect;
import dev.starling.gossip.Event;
import java.util.List;

/**
 * One step of one engine.
 *
 * @param number of the step in the simulation, from 1
 * @param nowNanos virtual time
 * @param echo whether the event is a frame that arrived a second time, and nothing happened to the member in between
 * @param effects what the engine wants done, in order
 */
public record Step(
        long number, long nowNanos, SimulatedMember member, Event event, boolean echo, List<Effect> effects) {}
