package dev.starling.testnet.sim.measure;

import dev.starling.crypto.digest.Digest;
import dev.starling.gossip.Effect;
import dev.starling.testnet.sim.SimulatedMember;
import dev.starling.testnet.sim.Simulation;
import dev.starling.testnet.sim.Step;
import dev.starling.testnet.sim.Witness;
import java.util.List;
import java.util.Optional;

/**
 * SHA-256 over every event and every effect of a simulation, each with its number, time and member, and over every crash.
 * Two runs with the same hash are the same run. See {@link TraceWriter} for what is hashed.
 */
public final class TraceHash implements Witness {
    private final TraceWriter writer = new TraceWriter();
    private Optional<Digest> digest = Optional.empty();

    @Override
    public void stepped(Step step) {
        writer.step(step);
    }

    @Override
    public void crashed(SimulatedMember member, List<Effect> lost) {
        writer.mark("crashed", member.number());
        lost.forEach(effect -> effect.handle(writer));
    }

    @Override
    public void diskLost(SimulatedMember member) {
        writer.mark("disk lost", member.number());
    }

    @Override
    public void ended(Simulation simulation) {
        digest = Optional.of(writer.digest());
    }

    /** The hash, once the simulation has ended. */
    public Digest digest() {
        return digest.orElseThrow(() -> new IllegalStateException("the simulation has not ended"));
    }
}
