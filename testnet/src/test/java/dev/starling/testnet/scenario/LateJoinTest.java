package dev.starling.testnet.scenario;

import org.junit.jupiter.api.Test;

final class LateJoinTest {
    @Test
    void anInvitedNewcomerStartsFromANeighbourAndAllAgree() {
        ScenarioPlay.allSeeds(new LateJoin());
    }
}
