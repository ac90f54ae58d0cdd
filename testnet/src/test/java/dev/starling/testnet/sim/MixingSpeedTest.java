package dev.starling.testnet.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.gossip.Effect;
import dev.starling.gossip.GossipSettings;
import dev.starling.gossip.averaging.MixingMath;
import dev.starling.gossip.encoding.DeltaEncoding;
import dev.starling.gossip.membership.LivenessSettings;
import dev.starling.testnet.sim.training.RandomSteps;
import dev.starling.testnet.sim.weather.Weather;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * How many snapshots a member sends until the members agree, beside theory. The members are moved apart once and train no
 * more. {@code -Dstarling.members=1000} asks for the size that the bar names.
 */
final class MixingSpeedTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int MEMBERS = Integer.getInteger("starling.members", 80);
    private static final int DIMENSION = 16;
    private static final int SLOTS = 40;
    private static final double AGREED = 1e-3;

    /** Counts the bodies that are sent. */
    private static final class Bodies implements Witness, Only {
        private long sent;

        @Override
        public void stepped(Step step) {
            step.effects().forEach(effect -> effect.handle(this));
        }

        @Override
        public void stream(Effect.Stream effect) {
            sent++;
        }
    }

    private static Simulation mixing(int fanout, Bodies bodies) {
        GossipSettings gossip = new GossipSettings(
                new float[DIMENSION],
                DeltaEncoding.ofName("float32").orElseThrow(),
                fanout,
                0f,
                1,
                SLOTS,
                0,
                2,
                1e6,
                LivenessSettings.defaults(),
                0,
                List.of(),
                0);
        SimulationSettings settings = new SimulationSettings(
                1,
                Collections.nCopies(MEMBERS, 100),
                1,
                gossip,
                Weather.fair().withDelay(1_000_000, 20_000_000),
                SECOND / 5,
                2_000_000,
                false,
                "");
        return new Simulation(settings, RandomSteps.once(1, 1f), List.of(bodies));
    }

    private static double disagreement(List<float[]> vectors) {
        double[] mean = new double[DIMENSION];
        for (float[] x : vectors) {
            for (int k = 0; k < DIMENSION; k++) {
                mean[k] += x[k] / vectors.size();
            }
        }
        double sum = 0;
        for (float[] x : vectors) {
            for (int k = 0; k < DIMENSION; k++) {
                sum += (x[k] - mean[k]) * (x[k] - mean[k]);
            }
        }
        return Math.sqrt(sum / vectors.size());
    }

    private static List<float[]> parameters(Simulation simulation) {
        return simulation.members().stream().map(m -> m.engine().parameters()).toList();
    }

    /** Bodies that a member sends, in the mean, until the disagreement is a thousandth of what it was. */
    private static double bodiesToAgree(int fanout) {
        Bodies bodies = new Bodies();
        Simulation simulation = mixing(fanout, bodies);
        RandomSteps apart = RandomSteps.once(1, 1f);
        double before = disagreement(simulation.members().stream()
                .map(m -> apart.displacement(m.number(), 1, new float[DIMENSION], 1))
                .toList());
        simulation.startAll();
        for (long now = SECOND; now < 60 * SECOND; now += SECOND / 20) {
            simulation.run(now);
            if (disagreement(parameters(simulation)) <= AGREED * before) {
                return (double) bodies.sent / MEMBERS;
            }
        }
        throw new AssertionError("no agreement: " + disagreement(parameters(simulation)) / before);
    }

    @Test
    void withOneNeighbourASlotAThousandthIsReachedAsFastAsTheorySays() {
        double contraction = MixingMath.expectedMatchingContraction(MEMBERS);
        double theory = 2 * Math.log(AGREED) / Math.log(contraction);
        double bodies = bodiesToAgree(1);
        System.out.printf(
                "%d members, fan-out 1: %.2f bodies per member to 1e-3, theory %.2f%n", MEMBERS, bodies, theory);
        assertThat(bodies).isBetween(0.85 * theory, 1.15 * theory);
    }
}
