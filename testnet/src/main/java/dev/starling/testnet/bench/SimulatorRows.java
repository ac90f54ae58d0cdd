package dev.starling.testnet.bench;

import dev.starling.gossip.GossipSettings;
import dev.starling.gossip.encoding.Int8BlockEncoding;
import dev.starling.gossip.membership.LivenessSettings;
import dev.starling.node.site.NodeFailure;
import dev.starling.testnet.bench.Row.Bar;
import dev.starling.testnet.sim.SimulationSettings;
import dev.starling.testnet.sim.weather.Weather;
import dev.starling.testnet.virtual.Faults;
import dev.starling.testnet.virtual.Learning;
import dev.starling.testnet.virtual.LearningSource;
import dev.starling.testnet.virtual.VirtualFederation;
import dev.starling.testnet.virtual.VirtualPlan;
import dev.starling.testnet.virtual.VirtualReport;
import java.util.List;
import java.util.Optional;

/**
 * A thousand members with 7,850 parameters in the simulator, each with two neighbours a slot and one batch of training, real
 * signatures and cheap invariants: against the signatures alone that a slot takes, one made and two checked by each member.
 */
final class SimulatorRows {
    private static final int MEMBERS = 1000;
    private static final int FEATURES = 784;
    private static final int CLASSES = 10;
    private static final int SLOTS = 12;
    private static final int FANOUT = 2;
    private static final int BATCH = 16;
    private static final long SEED = 1;
    private static final long TRAINING_NANOS = 200_000_000L;
    private static final long SYNC_NANOS = 2_000_000L;
    private static final double LARGEST_NORM = 1e6;
    private static final double MOST_SECONDS_A_SLOT = 2;
    private static final double NANOS = 1e9;
    private static final double MICRO = 1e6;

    private SimulatorRows() {}

    /**
     * @param signMicros to make a signature
     * @param verifyMicros to check one
     */
    static List<Row> measure(double signMicros, double verifyMicros) throws NodeFailure {
        VirtualFederation federation = new VirtualFederation(plan(), line -> {});
        long from = System.nanoTime();
        VirtualReport report = federation.run();
        double seconds = (System.nanoTime() - from) / NANOS / report.slots();
        double signatures = MEMBERS * (signMicros + FANOUT * verifyMicros) / MICRO;
        Row slot = Row.of("simulate a slot of 1,000 members", seconds, "s", "its headers' signatures", signatures)
                .promising(Bar.valueAtMost(MOST_SECONDS_A_SLOT));
        Row events = Row.of(
                "events of the simulator", report.eventsPerSecond(), "1/s", "signatures checked", MICRO / verifyMicros);
        return List.of(slot, events);
    }

    private static VirtualPlan plan() throws NodeFailure {
        Learning learning = new LearningSource(BATCH, 0.2f, SEED).madeUp(MEMBERS, FEATURES, CLASSES);
        GossipSettings gossip = new GossipSettings(
                learning.genesis(),
                Int8BlockEncoding.INSTANCE,
                FANOUT,
                0.5f,
                1,
                SLOTS,
                0,
                MEMBERS,
                LARGEST_NORM,
                LivenessSettings.defaults(),
                0,
                List.of(),
                0);
        SimulationSettings settings = new SimulationSettings(
                SEED,
                learning.rows(),
                1,
                gossip,
                Weather.fair(),
                TRAINING_NANOS,
                SYNC_NANOS,
                false,
                "starling bench --only simulator");
        return new VirtualPlan(settings, learning, Optional.empty(), new Faults(MEMBERS), false, true, List.of());
    }
}
