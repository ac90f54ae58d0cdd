package dev.starling.gossip.liveness;

import static dev.starling.gossip.liveness.VirtualNeighbourhood.MILLI;
import static dev.starling.gossip.liveness.VirtualNeighbourhood.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.gossip.liveness.VirtualNeighbourhood.Node;
import dev.starling.gossip.liveness.VirtualNeighbourhood.Seen;
import dev.starling.gossip.membership.Liveness;
import dev.starling.gossip.membership.LivenessSettings;
import dev.starling.gossip.message.Claims;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the theory of SWIM lets one expect, beside what the detectors do on a virtual clock. */
final class DetectionTest {
    private static final LivenessSettings SETTINGS = LivenessSettings.defaults();

    private static VirtualNeighbourhood settled(int members, long seed, Rules rules) {
        VirtualNeighbourhood all = new VirtualNeighbourhood(members, seed, rules);
        all.linkAll();
        all.run(2 * SECOND + all.random.nextLong(SECOND));
        return all;
    }

    private static int seeds(int usual) {
        return Integer.getInteger("starling.seeds", usual);
    }

    @ParameterizedTest
    @CsvSource({"4, 60", "16, 40", "64, 10"})
    void aSilentDeathIsFoundAsSoonAsTheTheorySaysAndIsKnownToAllSoonAfter(int members, int trials) {
        double periods = 0;
        double toAll = 0;
        long latest = 0;
        long period = DetectionMath.periodNanos(members - 1, SETTINGS);
        for (int seed = 0; seed < seeds(trials); seed++) {
            VirtualNeighbourhood all = settled(members, seed, Rules.LIFEGUARD);
            Node dead = all.nodes.get(seed % members);
            long died = all.now();
            dead.die();
            all.run(10 * SECOND);
            List<Seen> suspicions = all.changes.stream()
                    .filter(seen -> seen.about() == dead.number && seen.held() == Liveness.SUSPECT)
                    .toList();
            assertThat(suspicions.stream().map(Seen::by).distinct())
                    .as("seed " + seed)
                    .hasSize(members - 1);
            // The probe that found it began a probe's time before.
            long began = suspicions.get(0).atNanos() - SETTINGS.probeEvery() - died;
            periods += Math.ceil(Math.max(1, began) / (double) period);
            long last = suspicions.get(suspicions.size() - 1).atNanos() - died;
            toAll += last - (suspicions.get(0).atNanos() - died);
            latest = Math.max(latest, last);
            assertThat(all.nodes.stream().filter(node -> node != dead))
                    .as("seed " + seed)
                    .allSatisfy(node -> assertThat(node.holds(dead)).isEqualTo(Liveness.DEAD));
        }
        double expected = DetectionMath.firstProbePeriods(members);
        double measured = periods / seeds(trials);
        System.out.printf(
                Locale.ROOT,
                "%d members: first probe after %.2f periods of %d ms, expected %.2f; suspect everywhere %.0f ms after"
                        + " the first, at worst %d ms after the death%n",
                members,
                measured,
                period / MILLI,
                expected,
                toAll / seeds(trials) / MILLI,
                latest / MILLI);
        assertThat(measured).isBetween(expected / 1.4, expected * 1.4);
        assertThat(latest).as("suspect everywhere").isLessThan(7 * SECOND / 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 64, 200})
    void newsReachesAllInRoundsThatGrowWithTheLogarithm(int members) {
        double measured = 0;
        int trials = seeds(members > 100 ? 4 : 10);
        for (int seed = 0; seed < trials; seed++) {
            VirtualNeighbourhood all = settled(members, seed, Rules.LIFEGUARD);
            Node leaver = all.nodes.get(0);
            Node first = all.nodes.get(1);
            long said = all.now();
            all.deliver(leaver, first, new Claims(List.of(leaver.detector.leave())));
            leaver.die();
            all.run(4 * SECOND);
            List<Seen> heard = all.changes.stream()
                    .filter(seen -> seen.about() == 0)
                    .filter(seen -> seen.held() == Liveness.LEFT)
                    .toList();
            assertThat(heard).as("seed " + seed).hasSize(members - 1);
            measured += (heard.get(heard.size() - 1).atNanos() - said) / (SETTINGS.probeEvery() / 5.0);
        }
        double expected = DetectionMath.roundsToAll(members, 3);
        System.out.printf(
                Locale.ROOT,
                "%d members: all know after %.1f rounds, expected %.1f%n",
                members,
                measured / trials,
                expected);
        assertThat(measured / trials).isBetween(expected / 2, expected * 2);
    }

    @ParameterizedTest
    @CsvSource({"0.1", "0.2", "0.3"})
    void aProbeThroughOthersFailsAsRarelyAsTheTheorySays(double loss) {
        int probes = 0;
        int failed = 0;
        for (int seed = 0; seed < seeds(3); seed++) {
            VirtualNeighbourhood all = settled(40, seed, new Rules(false, false, true));
            all.changes.clear();
            all.loss = loss;
            all.run(10 * SECOND);
            probes += 40 * 50;
            failed += (int) all.changes.stream()
                    .filter(seen -> seen.held() == Liveness.SUSPECT
                            && seen.why().author().equals(all.nodes.get(seen.by()).id))
                    .count();
        }
        double expected = DetectionMath.falseAlarm(loss, Probing.HELPERS);
        double direct = DetectionMath.falseAlarm(loss, 0);
        System.out.printf(
                Locale.ROOT,
                "loss %.0f %%: %.4f of the probes fail, at most %.4f expected (%.4f without helpers)%n",
                100 * loss,
                failed / (double) probes,
                expected,
                direct);
        // Other frames of the target count as its answer, too: the theory is an upper bound.
        assertThat(failed / (double) probes).isLessThan(1.5 * expected + 0.001).isLessThan(direct);
    }

    @Test
    void theOracleKnowsItsLimits() {
        assertThat(DetectionMath.firstProbePeriods(2)).isEqualTo(1);
        assertThat(DetectionMath.firstProbePeriods(100_000)).isBetween(1.58, 1.59);
        assertThat(DetectionMath.falseAlarm(0, 3)).isZero();
        assertThat(DetectionMath.falseAlarm(1, 3)).isEqualTo(1);
        assertThat(DetectionMath.periodNanos(1, SETTINGS)).isEqualTo(SECOND);
        assertThat(DetectionMath.periodNanos(3, SETTINGS)).isEqualTo(SECOND / 3);
        assertThat(DetectionMath.periodNanos(999, SETTINGS)).isEqualTo(SECOND / 5);
    }
}
