package dev.starling.testnet.invariant;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.trust.Roster;
import dev.starling.gossip.Effect;
import dev.starling.gossip.GossipSettings;
import dev.starling.gossip.consolidation.Certificates;
import dev.starling.gossip.consolidation.FixedPoint;
import dev.starling.gossip.consolidation.ModelMean;
import dev.starling.gossip.consolidation.Signatures;
import dev.starling.gossip.encoding.DeltaEncoding;
import dev.starling.gossip.exchange.Parameters;
import dev.starling.gossip.journal.Snapshot;
import dev.starling.gossip.message.ModelCertificate;
import dev.starling.gossip.message.Participant;
import dev.starling.testnet.sim.Only;
import dev.starling.testnet.sim.Step;
import dev.starling.testnet.sim.Witness;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * I10: a consolidated model is signed by more than half of its voters, and it is the mean of the snapshots that its list
 * names, summed here once more in the opposite order. Keeps the snapshots that may still be named.
 */
final class RecomputedModels implements Witness {
    private final Map<Digest, Snapshot> snapshots = new HashMap<>();
    private final Map<Digest, float[]> models = new HashMap<>();
    private int newest;

    RecomputedModels(GossipSettings settings) {
        models.put(Parameters.hash(settings.genesis()), settings.genesis());
    }

    @Override
    public void stepped(Step step) {
        Only looking = new Only() {
            @Override
            public void saveCheckpoint(Effect.SaveCheckpoint effect) {
                effect.checkpoint().latest().ifPresent(latest -> snapshots.put(latest.root(), latest));
            }

            @Override
            public void releaseModel(Effect.ReleaseModel effect) {
                if (effect.certificate().index() > newest) {
                    newest = effect.certificate().index();
                    released(step, effect);
                }
            }
        };
        step.effects().forEach(effect -> effect.handle(looking));
    }

    private void released(Step step, Effect.ReleaseModel effect) {
        ModelCertificate certificate = effect.certificate();
        Roster roster = step.member().engine().roster();
        Roster voters = roster.at(certificate.list().votersHead()).orElseThrow();
        Violation.unless(
                Certificates.holds(certificate, voters, Signatures.of(roster.federation())),
                "I10",
                "model %d is released without the signatures of its voters",
                newest);
        Violation.unless(
                Arrays.equals(mean(certificate.list().participants(), effect.parameters().length), effect.parameters()),
                "I10",
                "model %d is not the mean of the snapshots that its list names",
                newest);
        models.put(certificate.model(), effect.parameters());
        int reached = certificate.list().participants().stream()
                .mapToInt(Participant::slot)
                .max()
                .orElseThrow();
        snapshots.values().removeIf(snapshot -> snapshot.header().header().slot() <= reached);
    }

    private float[] mean(List<Participant> participants, int dimension) {
        FixedPoint grid = FixedPoint.of(participants.size(), ModelMean.CAP);
        long[] total = new long[dimension];
        for (int p = participants.size() - 1; p >= 0; p--) {
            float[] values = values(participants.get(p), dimension);
            for (int k = 0; k < dimension; k++) {
                total[k] += grid.toWord(values[k]);
            }
        }
        return grid.mean(total, participants.size());
    }

    private float[] values(Participant participant, int dimension) {
        Snapshot snapshot = snapshots.get(participant.root());
        float[] base = models.get(participant.base());
        DeltaEncoding encoding = DeltaEncoding.ofCode(participant.encoding()).orElseThrow();
        float[] values = new float[dimension];
        Violation.unless(
                snapshot != null && base != null && encoding.decode(snapshot.body(), base, values),
                "I10",
                "a list names a snapshot that nobody has published: %s",
                participant);
        return values;
    }
}
