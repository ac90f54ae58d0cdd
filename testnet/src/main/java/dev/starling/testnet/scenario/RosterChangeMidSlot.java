package dev.starling.testnet.scenario;

import dev.starling.testnet.sim.weather.Weather;

/** Two newcomers are admitted at any moment of a slot, in bad weather. */
final class RosterChangeMidSlot implements Scenario {
    @Override
    public String name() {
        return "roster-change-mid-slot";
    }

    @Override
    public String claim() {
        return "newcomers that are admitted while slots run change neighbours and shares, and no flow";
    }

    private static final int NEWCOMERS = 2;

    @Override
    public Weather weather() {
        return Weather.fair().withLoss(0.05).withDuplication(0.05).withDelay(1_000_000, 15_000_000);
    }

    @Override
    public void plan(Stage stage) {
        stage.simulation().startAll();
        for (int k = 0; k < NEWCOMERS; k++) {
            int rows = 50 + stage.chance().nextInt(200);
            stage.at(
                    0.1 + 0.6 * stage.chance().nextDouble(),
                    () -> stage.simulation().join(rows));
        }
    }

    @Override
    public void judge(Stage stage) {
        if (stage.simulation().members().size() != stage.founders().size() + NEWCOMERS) {
            throw new IllegalStateException("a newcomer was never let in");
        }
    }
}
