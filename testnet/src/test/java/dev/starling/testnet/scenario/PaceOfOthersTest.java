package dev.starling.testnet.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.gossip.Effect;
import dev.starling.gossip.GossipSettings;
import dev.starling.gossip.Report;
import dev.starling.gossip.encoding.DeltaEncoding;
import dev.starling.gossip.membership.LivenessSettings;
import dev.starling.testnet.sim.Only;
import dev.starling.testnet.sim.SimulatedMember;
import dev.starling.testnet.sim.Simulation;
import dev.starling.testnet.sim.SimulationSettings;
import dev.starling.testnet.sim.Step;
import dev.starling.testnet.sim.Witness;
import dev.starling.testnet.sim.training.RandomSteps;
import dev.starling.testnet.sim.weather.Weather;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * How many slots a second the others reach while one member trains ten times slower, or once a third of the members are
 * dead and known to be, beside the same federation undisturbed. A training takes 200 ms. On virtual time, so the figures are
 * the same everywhere; one seed by default, more with {@code -Dstarling.seeds=N}, and larger with {@code
 * -Dstarling.members=30}.
 */
final class PaceOfOthersTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;
    private static final int SEEDS = Math.max(1, Integer.getInteger("starling.seeds", 1) / 100);
    private static final int MEMBERS = Integer.getInteger("starling.members", 10);
    private static final double FACTOR = 10;
    private static final double MOST_SLOWER = 0.1;

    /** An exchange then takes as long as a third of a training. */
    private static final long FAR_APART_MILLIS = 20;

    private static final long CRASH_NANOS = SECOND;

    /** Everybody has settled, and whoever is dead has been found out. */
    private static final long FROM_NANOS = 8 * SECOND;

    private static final long UNTIL_NANOS = 16 * SECOND;

    /** When each member published which slot. */
    private static final class Course implements Witness {
        private final List<TreeMap<Long, Integer>> slots = new ArrayList<>();

        @Override
        public void appeared(SimulatedMember member) {
            slots.add(new TreeMap<>());
        }

        @Override
        public void stepped(Step step) {
            Only listening = new Only() {
                @Override
                public void tell(Effect.Tell effect) {
                    if (effect.report() instanceof Report.Published published) {
                        slots.get(step.member().number()).put(step.nowNanos(), published.slot());
                    }
                }
            };
            step.effects().forEach(effect -> effect.handle(listening));
        }

        /** Mean over the members from a first one on. */
        double slotsASecond(int first) {
            return slots.subList(first, slots.size()).stream()
                    .mapToDouble(course -> {
                        var begin = course.ceilingEntry(FROM_NANOS);
                        var end = course.floorEntry(UNTIL_NANOS);
                        return (end.getValue() - begin.getValue()) * (double) SECOND / (end.getKey() - begin.getKey());
                    })
                    .average()
                    .orElseThrow();
        }
    }

    private record Network(int members, long seed, long delayMillis) {
        Course play(Consumer<Simulation> disturbance) {
            GossipSettings gossip = new GossipSettings(
                    new float[4],
                    DeltaEncoding.ofName("float32").orElseThrow(),
                    0,
                    0.5f,
                    10,
                    1000,
                    0,
                    2,
                    1e6,
                    LivenessSettings.defaults(),
                    0,
                    List.of(),
                    0);
            SimulationSettings settings = new SimulationSettings(
                    seed,
                    Collections.nCopies(members, 100),
                    1,
                    gossip,
                    Weather.fair()
                            .withDelay(delayMillis * MILLI / 2, delayMillis * MILLI * 3 / 2)
                            .withSkew(200),
                    200 * MILLI,
                    4 * MILLI,
                    false,
                    "");
            Course course = new Course();
            Simulation simulation = new Simulation(settings, RandomSteps.always(seed, 0.1f), List.of(course));
            simulation.startAll();
            disturbance.accept(simulation);
            simulation.run(UNTIL_NANOS);
            return course;
        }
    }

    private static void assertHardlySlower(Network network, String what, double calm, double disturbed) {
        double slower = 1 - disturbed / calm;
        System.out.printf(
                "%s: %s, the others publish %.2f slots a second instead of %.2f, %.1f %% fewer%n",
                network, what, disturbed, calm, 100 * slower);
        assertThat(slower).as("%s, %s", network, what).isLessThan(MOST_SLOWER);
    }

    private static void play(int members, long delayMillis) {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Network network = new Network(members, seed, delayMillis);
            int third = members / 3;
            Course calm = network.play(simulation -> {});
            Course oneSlow = network.play(s -> s.members().get(0).pace(FACTOR));
            Course thirdDead = network.play(
                    s -> s.at(CRASH_NANOS, () -> s.members().subList(0, third).forEach(s::crash)));
            assertHardlySlower(network, "one at a tenth of the speed", calm.slotsASecond(1), oneSlow.slotsASecond(1));
            assertHardlySlower(network, "a third dead", calm.slotsASecond(third), thirdDead.slotsASecond(third));
        }
    }

    @Test
    void membersNearEachOtherKeepTheirPaceBesideASlowOneAndBesideTheDead() {
        play(MEMBERS, 1);
    }

    @Test
    void membersFarApartKeepTheirPaceBesideASlowOneAndBesideTheDead() {
        play(MEMBERS, FAR_APART_MILLIS);
    }
}
