package dev.starling.testnet.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.crypto.digest.Digest;
import dev.starling.gossip.GossipSettings;
import dev.starling.gossip.encoding.DeltaEncoding;
import dev.starling.gossip.membership.LivenessSettings;
import dev.starling.testnet.invariant.Invariants;
import dev.starling.testnet.sim.measure.TraceHash;
import dev.starling.testnet.sim.training.RandomSteps;
import dev.starling.testnet.sim.weather.Weather;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SimulationTest {
    private static final long SECOND = 1_000_000_000L;

    private static List<Witness> witnesses(GossipSettings gossip, Witness last) {
        List<Witness> all = new ArrayList<>(Invariants.all(gossip).witnesses());
        all.add(last);
        return all;
    }

    private static Digest stormOf(long seed) {
        GossipSettings gossip = new GossipSettings(
                new float[40],
                DeltaEncoding.ofName("int8").orElseThrow(),
                0,
                0.5f,
                10,
                12,
                0,
                2,
                1e6,
                LivenessSettings.defaults(),
                0,
                List.of(),
                0);
        SimulationSettings settings = new SimulationSettings(
                seed,
                Collections.nCopies(4, 100),
                1,
                gossip,
                Weather.fair()
                        .withLoss(0.2)
                        .withDuplication(0.1)
                        .withDelay(1, 30_000_000)
                        .withSkew(1000),
                50_000_000,
                2_000_000,
                true,
                "");
        TraceHash trace = new TraceHash();
        Simulation simulation = new Simulation(settings, RandomSteps.always(seed, 0.1f), witnesses(gossip, trace));
        simulation.startAll();
        simulation.at(SECOND / 2, () -> simulation.crash(simulation.members().get(1)));
        simulation.at(SECOND, () -> simulation.members().get(1).start());
        simulation.run(20 * SECOND);
        simulation.end();
        assertThat(simulation.members())
                .allSatisfy(m -> assertThat(m.status().slot()).isGreaterThanOrEqualTo(12));
        return trace.digest();
    }

    @Test
    void theSameSeedTwiceIsTheSameRunToTheLastByteAndAnotherSeedIsNot() {
        assertThat(stormOf(7)).isEqualTo(stormOf(7));
        assertThat(stormOf(7)).isNotEqualTo(stormOf(8));
    }
}
