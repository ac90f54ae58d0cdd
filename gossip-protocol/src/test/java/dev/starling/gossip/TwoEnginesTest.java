package dev.starling.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.gossip.VirtualFederation.Node;
import dev.starling.gossip.VirtualFederation.Weather;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Two engines in bad weather: whatever the network does, the sum of the parameters is what was injected. */
final class TwoEnginesTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long SEEDS = Long.getLong("starling.seeds", 2000);

    @Test
    void twoEnginesInFairWeatherSwapEverySlotAndAgree() {
        VirtualFederation federation = new VirtualFederation(2, 1, "float32", 20);
        federation.nodes.forEach(Node::start);
        federation.connectAll();
        federation.run(20 * SECOND);
        assertThat(federation.nodes).allSatisfy(node -> {
            assertThat(node.engine.status(federation.now()).phase()).isEqualTo(Phase.IDLE);
            assertThat(node.slot()).isGreaterThanOrEqualTo(20);
        });
        assertThat(federation.flows()).isGreaterThanOrEqualTo(19);
        assertThat(federation.disagreement()).isLessThan(1e-6);
    }

    @Test
    void lossDuplicationReorderingAndDelayLoseNoFlowAndDoubleNone() {
        LongStream.rangeClosed(1, SEEDS).forEach(seed -> storm(seed, false));
    }

    @Test
    void crashesBetweenAnyTwoDurableStepsLoseNoFlowAndDoubleNone() {
        LongStream.rangeClosed(1, SEEDS / 2).forEach(seed -> storm(seed, true));
    }

    private static void storm(long seed, boolean crashes) {
        try {
            VirtualFederation federation = new VirtualFederation(2, seed, seed % 2 == 0 ? "int8" : "float32", 12);
            federation.weather = new Weather(0.3, 0.2, 30 * VirtualFederation.MILLI);
            federation.nodes.forEach(Node::start);
            federation.connectAll();
            for (int second = 0; second < 4; second++) {
                if (crashes) {
                    Node victim = federation.nodes.get(second % 2);
                    federation.at((long) (federation.nextDouble() * SECOND / 2), victim::crash);
                    federation.at(SECOND / 2, victim::start);
                }
                federation.at((long) (SECOND / 2 + federation.nextDouble() * SECOND / 4), federation::connectAll);
                federation.run(SECOND);
            }
            federation.weather = Weather.FAIR;
            federation.run(20 * SECOND);
            assertThat(federation.openHalves())
                    .as("flows applied at one end only")
                    .isZero();
            assertThat(federation.flows()).as("flows").isPositive();
            assertThat(federation.nodes).allSatisfy(node -> {
                assertThat(node.slot()).as("slot").isGreaterThanOrEqualTo(12);
                assertThat(node.engine.status(federation.now()).openTransactions())
                        .isZero();
                assertThat(node.engine.status(federation.now()).voids()).isZero();
            });
            assertThat(federation.disagreement()).isLessThan(0.5);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + (crashes ? " with crashes" : ""), e);
        }
    }
}
