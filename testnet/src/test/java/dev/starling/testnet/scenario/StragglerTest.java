package dev.starling.testnet.scenario;

import org.junit.jupiter.api.Test;

final class StragglerTest {
    @Test
    void aMemberTenTimesSlowerIsWaitedForByNobodyAndAgrees() {
        ScenarioPlay.allSeeds(new Straggler());
    }
}
