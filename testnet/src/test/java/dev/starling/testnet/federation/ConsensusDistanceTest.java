package dev.starling.testnet.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConsensusDistanceTest {

    @Test
    void membersThatAgreeAreAtNoDistance() {
        assertThat(ConsensusDistance.of(List.of(new float[] {1, 2}, new float[] {1, 2})))
                .isZero();
        assertThat(ConsensusDistance.of(List.of(new float[2], new float[2]))).isZero();
    }

    @Test
    void theDistanceIsTheRootMeanSquareOverTheMembersRelativeToTheMean() {
        // mean (3, 4) of norm 5; distances 1, 1 and sqrt(0) from it
        assertThat(ConsensusDistance.of(List.of(new float[] {4, 4}, new float[] {2, 4}, new float[] {3, 4})))
                .isCloseTo(Math.sqrt(2.0 / 3) / 5, within(1e-12));
    }

    @Test
    void theDistanceDoesNotDependOnTheScaleOfTheModel() {
        double one = ConsensusDistance.of(List.of(new float[] {1, 3}, new float[] {2, 5}));
        double thousand = ConsensusDistance.of(List.of(new float[] {1000, 3000}, new float[] {2000, 5000}));
        assertThat(thousand).isCloseTo(one, within(1e-12));
    }
}
