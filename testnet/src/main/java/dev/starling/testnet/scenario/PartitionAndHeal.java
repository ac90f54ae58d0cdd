package dev.starling.testnet.scenario;

import dev.starling.testnet.sim.weather.Cut;

/** A cut somewhere in the order of the members, from a fifth of the plan on for at least eight seconds; half of the seeds break links, the others let frames vanish. */
final class PartitionAndHeal implements Scenario {
    @Override
    public String name() {
        return "partition-and-heal";
    }

    @Override
    public String claim() {
        return "two halves that cannot reach each other for half of the plan go on, and agree once they can";
    }

    @Override
    public long trainingNanos() {
        return 500_000_000L;
    }

    @Override
    public int consolidateEvery() {
        return Stage.CONSOLIDATE_EVERY;
    }

    @Override
    public void plan(Stage stage) {
        stage.simulation().startAll();
        int members = stage.founders().size();
        int first = 1 + stage.chance().nextInt(members - 1);
        long from = stage.time(0.2);
        Cut cut = Cut.after(first, members, from, from + 8 * Stage.SECOND);
        stage.simulation().cut(stage.chance().nextBoolean() ? cut.breakingLinks() : cut);
    }
}
