package dev.starling.testnet.scenario;

/** One member crashes after a fifth of the plan and starts again when the others are about done. */
final class LongAbsence implements Scenario {
    @Override
    public String name() {
        return "long-absence";
    }

    @Override
    public String claim() {
        return "a member that was away for most of the plan keeps what it learnt, comes back and agrees";
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
        var away = stage.anyFounder();
        stage.at(0.2, () -> stage.simulation().crash(away));
        stage.at(0.6 + 0.4 * stage.chance().nextDouble(), away::start);
    }
}
