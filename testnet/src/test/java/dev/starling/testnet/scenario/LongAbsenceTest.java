package dev.starling.testnet.scenario;

import org.junit.jupiter.api.Test;

final class LongAbsenceTest {
    @Test
    void whoeverWasAwayForMostOfThePlanComesBackAndAgrees() {
        ScenarioPlay.allSeeds(new LongAbsence());
    }
}
