package dev.starling.testnet.scenario;

/** One member needs ten times as long for every training. */
final class Straggler implements Scenario {
    @Override
    public String name() {
        return "straggler";
    }

    @Override
    public String claim() {
        return "a member that trains ten times slower than the others is waited for by nobody, and agrees in the end";
    }

    private static final double FACTOR = 10;

    @Override
    public void plan(Stage stage) {
        stage.anyFounder().pace(FACTOR);
        stage.simulation().startAll();
    }
}
