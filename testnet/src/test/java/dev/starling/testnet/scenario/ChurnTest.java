package dev.starling.testnet.scenario;

import org.junit.jupiter.api.Test;

final class ChurnTest {
    @Test
    void crashesAgainAndAgainLoseAndDoubleNothing() {
        ScenarioPlay.allSeeds(new Churn());
    }
}
