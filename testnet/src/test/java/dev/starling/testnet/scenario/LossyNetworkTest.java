package dev.starling.testnet.scenario;

import org.junit.jupiter.api.Test;

final class LossyNetworkTest {
    @Test
    void withThirtyPercentLossEverybodyEndsThePlanAndAgrees() {
        ScenarioPlay.allSeeds(new LossyNetwork());
    }
}
