package dev.starling.testnet.scenario;

import dev.starling.gossip.GossipSettings;
import dev.starling.gossip.encoding.DeltaEncoding;
import dev.starling.gossip.membership.LivenessSettings;
import dev.starling.testnet.sim.SimulationSettings;
import dev.starling.testnet.sim.training.RandomSteps;
import dev.starling.testnet.sim.weather.Weather;
import java.util.ArrayList;
import java.util.List;

/**
 * Plays scenarios in small federations, one for each seed: 3 to 6 members, float32 and int8, with clocks that differ, and
 * with copies of frames that come again much later. Some hundred seeds over all scenarios, thousands with {@code -Dstarling.seeds=N}.
 */
final class ScenarioPlay {
    private static final int SEEDS = Integer.getInteger("starling.seeds", 120);
    private static final int[] MEMBERS = {3, 4, 5, 3, 4, 5, 4, 6};
    private static final int DIMENSION = 20;
    private static final int SLOTS = 24;
    private static final int STEPS = 10;
    private static final long MOST_SYNC_NANOS = 4_000_000L;
    private static final int SKEW = 200;
    private static final double LATE_COPIES = 0.02;

    private ScenarioPlay() {}

    /** Plays a scenario with its part of the seeds. */
    static void allSeeds(Scenario scenario) {
        int seeds = Math.max(1, SEEDS / Scenario.all().size());
        for (int seed = 0; seed < seeds; seed++) {
            once(scenario, seed);
        }
    }

    static Performance once(Scenario scenario, long seed) {
        int members = MEMBERS[(int) (seed % MEMBERS.length)];
        boolean exact = seed / 4 % 2 == 0;
        List<Integer> rows = new ArrayList<>();
        for (int m = 0; m < members; m++) {
            rows.add(100 + 40 * m);
        }
        Weather weather = scenario.weather().withSkew(SKEW).withLateCopies(LATE_COPIES);
        GossipSettings gossip = new GossipSettings(
                new float[DIMENSION],
                DeltaEncoding.ofName(exact ? "float32" : "int8").orElseThrow(),
                0,
                0.5f,
                STEPS,
                SLOTS,
                0,
                2,
                1e6,
                LivenessSettings.defaults(),
                scenario.consolidateEvery(),
                List.of(),
                0);
        SimulationSettings settings = new SimulationSettings(
                seed,
                rows,
                scenario.quorum(),
                gossip,
                weather,
                scenario.trainingNanos(),
                MOST_SYNC_NANOS,
                true,
                "ScenarioPlay.once(Scenario.of(\"" + scenario.name() + "\").orElseThrow(), " + seed + ")");
        double tolerance = exact ? 5e-3 : 5e-2;
        return new Performance(scenario, settings, RandomSteps.always(seed, 0.1f), tolerance, List.of()).play();
    }
}
