package dev.starling.testnet.scenario;

import org.junit.jupiter.api.Test;

final class FalselyDeadTest {
    @Test
    void whoeverWasHeldDeadComesBackAsTheOneItWas() {
        ScenarioPlay.allSeeds(new FalselyDead());
    }
}
