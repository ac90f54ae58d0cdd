package dev.starling.testnet.scenario;

import dev.starling.testnet.sim.weather.Cut;
import java.util.BitSet;

/** One member can reach nobody for ten seconds, on links that look well or that break; its process goes on. */
final class FalselyDead implements Scenario {
    @Override
    public String name() {
        return "falsely-dead";
    }

    @Override
    public String claim() {
        return "a member that everybody held dead while it only could not be reached comes back as the one it was";
    }

    @Override
    public long trainingNanos() {
        return 500_000_000L;
    }

    @Override
    public void plan(Stage stage) {
        stage.simulation().startAll();
        BitSet alone = new BitSet();
        alone.set(stage.anyFounder().number());
        BitSet others = new BitSet();
        others.set(0, stage.founders().size());
        others.andNot(alone);
        long from = stage.time(0.2 + 0.2 * stage.chance().nextDouble());
        Cut cut = new Cut(
                alone, others, from, from + 10 * Stage.SECOND, stage.chance().nextBoolean());
        stage.simulation().cut(cut);
    }
}
