package dev.starling.testnet.invariant;

import dev.starling.crypto.digest.Digest;
import dev.starling.gossip.Effect;
import dev.starling.gossip.exchange.Parameters;
import dev.starling.gossip.message.ModelCertificate;
import dev.starling.testnet.sim.Only;
import dev.starling.testnet.sim.Step;
import dev.starling.testnet.sim.Witness;
import java.util.HashMap;
import java.util.Map;

/**
 * I10: what is released under one index is the mean of the same list, and the same vector to the last bit, at every member.
 * That it is the mean of the listed snapshots {@link RecomputedModels} looks at.
 */
public final class IdenticalModels implements Witness {
    private record Released(Digest list, Digest model) {}

    private final Map<Integer, Released> byIndex = new HashMap<>();

    @Override
    public void stepped(Step step) {
        Only looking = new Only() {
            @Override
            public void releaseModel(Effect.ReleaseModel effect) {
                released(step, effect);
            }
        };
        step.effects().forEach(effect -> effect.handle(looking));
    }

    private void released(Step step, Effect.ReleaseModel effect) {
        ModelCertificate certificate = effect.certificate();
        Released now = new Released(certificate.list().hash(), certificate.model());
        Released before = byIndex.putIfAbsent(certificate.index(), now);
        Violation.unless(
                (before == null || before.equals(now))
                        && Parameters.hash(effect.parameters()).equals(certificate.model()),
                "I10",
                "member %d releases another model %d than others, or one that is not what was certified",
                step.member().number(),
                certificate.index());
    }

    /** Models that were released, each counted once. */
    public int models() {
        return byIndex.size();
    }
}
