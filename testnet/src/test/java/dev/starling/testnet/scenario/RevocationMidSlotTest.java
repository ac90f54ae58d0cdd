package dev.starling.testnet.scenario;

import org.junit.jupiter.api.Test;

final class RevocationMidSlotTest {
    @Test
    void aRemovedMemberTakesNoHalfOfAFlowAlongAndTheOthersAgree() {
        ScenarioPlay.allSeeds(new RevocationMidSlot());
    }

    /** In this seed one member is less patient than the others, and the one that was removed would lead an attempt. */
    @Test
    void membersWhoseAttemptsAtAModelWentApartComeTogetherInOne() {
        ScenarioPlay.once(new RevocationMidSlot(), 39);
    }
}
