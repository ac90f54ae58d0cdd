package dev.starling.testnet.scenario;

import org.junit.jupiter.api.Test;

final class RosterChangeMidSlotTest {
    @Test
    void admissionsInTheMiddleOfASlotChangeNoFlow() {
        ScenarioPlay.allSeeds(new RosterChangeMidSlot());
    }
}
