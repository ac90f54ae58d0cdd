package dev.starling.testnet.scenario;

import dev.starling.testnet.sim.weather.Weather;

/** Frames take up to 30 ms, in any order, and three in ten never arrive. */
final class LossyNetwork implements Scenario {
    @Override
    public String name() {
        return "lossy-network";
    }

    @Override
    public String claim() {
        return "with 30 % of the frames lost, 2 % doubled and all of them out of order nothing is lost or doubled, and everybody agrees once the weather clears";
    }

    @Override
    public Weather weather() {
        return Weather.fair()
                .withLoss(0.3)
                .withDuplication(0.02)
                .withReordering(true)
                .withDelay(1_000_000, 30_000_000);
    }

    @Override
    public void plan(Stage stage) {
        stage.simulation().startAll();
    }
}
