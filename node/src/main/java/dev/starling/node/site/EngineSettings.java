package dev.starling.node.site;

import dev.starling.gossip.GossipSettings;
import dev.starling.gossip.encoding.DeltaEncoding;
import dev.starling.gossip.membership.LivenessSettings;
import dev.starling.node.charter.Charter;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a charter says, in the engine's words. */
public final class EngineSettings {
    private EngineSettings() {}

    /**
     * Settings for one member.
     *
     * @param initial parameters that everybody starts from, length d; not copied, never written
     * @param addresses where this member can be dialled, {@code host:port}
     */
    public static GossipSettings of(Charter charter, float[] initial, List<String> addresses) {
        return new GossipSettings(
                        initial,
                        encoding(charter),
                        charter.mixing().fanout(),
                        (float) charter.training().momentum(),
                        charter.training().steps(),
                        charter.plan().slots(),
                        TimeUnit.MILLISECONDS.toNanos(charter.plan().minSlotMillis()),
                        charter.plan().startMembers(),
                        charter.limits().maxNorm(),
                        LivenessSettings.defaults(),
                        charter.mixing().consolidateEvery(),
                        addresses,
                        0)
                .summing(charter.schema().federatedScaling() ? charter.schema().statisticsWords() : 0);
    }

    /** How displacements travel. */
    public static DeltaEncoding encoding(Charter charter) {
        return DeltaEncoding.ofName(charter.mixing().encoding().word()).orElseThrow();
    }
}
