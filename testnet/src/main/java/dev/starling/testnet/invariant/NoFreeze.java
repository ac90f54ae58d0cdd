package dev.starling.testnet.invariant;

import dev.starling.gossip.Effect;
import dev.starling.gossip.Event;
import dev.starling.gossip.Phase;
import dev.starling.gossip.Report;
import dev.starling.testnet.sim.Only;
import dev.starling.testnet.sim.SimulatedMember;
import dev.starling.testnet.sim.Simulation;
import dev.starling.testnet.sim.Step;
import dev.starling.testnet.sim.Witness;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * I14: with a majority alive, every live member's slot advances. At the end of a run nobody who runs may have been in one
 * slot for longer than the patience, unless it has done its plan or has left.
 */
final class NoFreeze implements Witness {
    private static final Set<Phase> DONE = Set.of(Phase.IDLE, Phase.LEFT, Phase.REVOKED);

    private final long patienceNanos;
    private final List<Long> advanced = new ArrayList<>();

    NoFreeze(long patienceNanos) {
        this.patienceNanos = patienceNanos;
    }

    @Override
    public void appeared(SimulatedMember member) {
        advanced.add(0L);
    }

    @Override
    public void stepped(Step step) {
        if (step.event() instanceof Event.Started) {
            advanced.set(step.member().number(), step.nowNanos());
        }
        Only looking = new Only() {
            @Override
            public void tell(Effect.Tell effect) {
                if (effect.report() instanceof Report.Published) {
                    advanced.set(step.member().number(), step.nowNanos());
                }
            }
        };
        for (Effect effect : step.effects()) {
            effect.handle(looking);
        }
    }

    @Override
    public void ended(Simulation simulation) {
        List<SimulatedMember> running = simulation.running();
        if (2 * running.size() <= simulation.members().size()) {
            return;
        }
        for (SimulatedMember member : running) {
            Phase phase = member.status().phase();
            double still = (simulation.nowNanos() - advanced.get(member.number())) / 1e9;
            Violation.unless(
                    DONE.contains(phase) || still * 1e9 <= patienceNanos,
                    "I14",
                    "member %d is frozen in slot %d (%s) for %.1f s",
                    member.number(),
                    member.status().slot(),
                    phase,
                    still);
        }
    }
}
