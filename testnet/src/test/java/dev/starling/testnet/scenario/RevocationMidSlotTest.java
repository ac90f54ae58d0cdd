package dev.starling.testnet.scenario;

import org.junit.jupiter.api.Test;

final class RevocationMidSlotTest {
    @Test
    void aRemovedMemberTakesNoHalfOfAFlowAlongAndTheOthersAgree() {
        ScenarioPlay.allSeeds(new RevocationMidSlot());
    }

    /** In this seed a helper's answer to an indirect probe came twice, and counted for two helpers. */
    @Test
    void anAnswerOfAHelperThatComesTwiceChangesNothing() {
        ScenarioPlay.once(new RevocationMidSlot(), 258);
    }

    /** In this seed one of the two who ask crashes before its word has left. */
    @Test
    void whoCrashedWhileItAskedAsksAgain() {
        ScenarioPlay.once(new RevocationMidSlot(), 199);
    }

    /** In this seed one member is less patient than the others, and the one that was removed would lead an attempt. */
    @Test
    void membersWhoseAttemptsAtAModelWentApartComeTogetherInOne() {
        ScenarioPlay.once(new RevocationMidSlot(), 39);
    }
}
