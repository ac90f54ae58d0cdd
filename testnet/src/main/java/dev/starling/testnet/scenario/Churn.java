package dev.starling.testnet.scenario;

/** In every tenth of the plan a fifth of the members, at least one, crash at random moments and are back within a second. */
final class Churn implements Scenario {
    @Override
    public String name() {
        return "churn";
    }

    @Override
    public String claim() {
        return "one member in five crashes and comes back, again and again, and nothing that was learnt is lost or doubled";
    }

    private static final int TIMES = 8;

    @Override
    public int consolidateEvery() {
        return Stage.CONSOLIDATE_EVERY;
    }

    @Override
    public void plan(Stage stage) {
        stage.simulation().startAll();
        int victims = Math.max(1, stage.founders().size() / 5);
        for (int time = 1; time <= TIMES; time++) {
            for (int victim = 0; victim < victims; victim++) {
                stage.at((time + stage.chance().nextDouble()) / (TIMES + 2), () -> strike(stage));
            }
        }
    }

    private static void strike(Stage stage) {
        stage.crashFor(stage.anyFounder(), 1 + stage.chance().nextLong(Stage.SECOND));
    }
}
