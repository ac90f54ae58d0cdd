package dev.starling.testnet.scenario;

import org.junit.jupiter.api.Test;

final class GracefulLeaveTest {
    @Test
    void aLeaverIsSeenAsLeftAndTakesNoHalfOfAFlowAlong() {
        ScenarioPlay.allSeeds(new GracefulLeave());
    }
}
