package dev.starling.testnet.scenario;

import org.junit.jupiter.api.Test;

final class KillBetweenWritesTest {
    @Test
    void aKillBetweenAnyTwoDurableStepsLosesAndDoublesNoFlow() {
        ScenarioPlay.allSeeds(new KillBetweenWrites());
    }
}
