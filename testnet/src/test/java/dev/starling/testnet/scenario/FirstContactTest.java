package dev.starling.testnet.scenario;

import org.junit.jupiter.api.Test;

final class FirstContactTest {
    @Test
    void membersThatStartInAnyOrderFindEachOtherAndAgree() {
        ScenarioPlay.allSeeds(new FirstContact());
    }
}
