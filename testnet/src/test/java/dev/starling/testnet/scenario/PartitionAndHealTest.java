package dev.starling.testnet.scenario;

import org.junit.jupiter.api.Test;

final class PartitionAndHealTest {
    @Test
    void twoHalvesGoOnApartAndAgreeOnceTheyCanReachEachOther() {
        ScenarioPlay.allSeeds(new PartitionAndHeal());
    }
}
