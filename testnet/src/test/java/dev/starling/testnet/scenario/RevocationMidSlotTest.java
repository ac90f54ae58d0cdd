package dev.starling.testnet.scenario;

import org.junit.jupiter.api.Test;

final class RevocationMidSlotTest {
    @Test
    void aRemovedMemberTakesNoHalfOfAFlowAlongAndTheOthersAgree() {
        ScenarioPlay.allSeeds(new RevocationMidSlot());
    }
}
