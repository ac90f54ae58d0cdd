package dev.starling.testnet.invariant;

import dev.starling.gossip.Effect;
import dev.starling.testnet.sim.Only;
import dev.starling.testnet.sim.Step;
import dev.starling.testnet.sim.Witness;

/**
 * I3: a message that comes twice changes nothing: the second copy, straight after the first, makes nothing durable. Since
 * parameters change by durable steps only, nothing is mixed either.
 */
final class HarmlessRepeats implements Witness {
    @Override
    public void stepped(Step step) {
        if (step.echo()) {
            Only nothingDurable = new Only() {
                @Override
                public void saveCheckpoint(Effect.SaveCheckpoint effect) {
                    changed(step, effect);
                }

                @Override
                public void appendJournal(Effect.AppendJournal effect) {
                    changed(step, effect);
                }
            };
            step.effects().forEach(effect -> effect.handle(nothingDurable));
        }
    }

    private static void changed(Step step, Effect effect) {
        throw Violation.of(
                "I3",
                "a frame that member %d had just seen made it write a %s"
                        .formatted(step.member().number(), effect.getClass().getSimpleName()));
    }
}
