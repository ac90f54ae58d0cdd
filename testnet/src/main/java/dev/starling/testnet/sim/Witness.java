package dev.starling.testnet.sim;

import dev.starling.gossip.Effect;
import java.util.List;

/**
 * Sees everything that happens in a simulation, in order, and changes nothing. Throws when what it sees must not be; the
 * simulation adds the seed, the time and how to repeat it.
 */
public interface Witness {
    /** A member was founded or admitted; it has not started yet. */
    default void appeared(SimulatedMember member) {}

    /** An engine took an event; what it wants done has not been done yet. */
    default void stepped(Step step) {}

    /** A write of the member is synced; the engine hears of it in the next step of the member. */
    default void synced(SimulatedMember member, Effect write) {}

    /**
     * The member's process died and its engine was made anew from the disk.
     *
     * @param lost writes that were not synced, in order
     */
    default void crashed(SimulatedMember member, List<Effect> lost) {}

    /** The member's disk was lost and its engine was made anew from nothing, for a new life. */
    default void diskLost(SimulatedMember member) {}

    /** Nothing more will happen. */
    default void ended(Simulation simulation) {}
}
