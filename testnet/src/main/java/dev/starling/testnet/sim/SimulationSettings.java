package dev.starling.testnet.sim;

import dev.starling.gossip.GossipSettings;
import dev.starling.testnet.sim.weather.Weather;
import java.util.List;

/**
 * A federation to be simulated.
 *
 * @param seed everything that is left to chance follows from it
 * @param rows training rows of each founder
 * @param quorum admissions need so many members
 * @param gossip what the charter and the sites say to the engines
 * @param weather of the beginning
 * @param trainingNanos how long a full training takes
 * @param mostSyncNanos a write is synced after at most so long
 * @param throughBytes whether disks hold bytes, as a node's would, or values
 * @param repeat the command that runs this again, for whoever reads a failure
 */
public record SimulationSettings(
        long seed,
        List<Integer> rows,
        int quorum,
        GossipSettings gossip,
        Weather weather,
        long trainingNanos,
        long mostSyncNanos,
        boolean throughBytes,
        String repeat) {
    public SimulationSettings {
        rows = List.copyOf(rows);
        if (rows.isEmpty() || trainingNanos < 1 || mostSyncNanos < 1) {
            throw new IllegalArgumentException("a federation has a member, and training and syncing take time");
        }
    }
}
