package dev.starling.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.crypto.trust.PooledStatistics;
import dev.starling.gossip.VirtualFederation.Node;
import dev.starling.gossip.VirtualFederation.Setup;
import dev.starling.gossip.VirtualFederation.Weather;
import dev.starling.gossip.sums.SumProgress.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole engines that learn only once the sums of all founders stand in the roster's log. */
final class FederatedStatisticsTest {
    private static final long SECOND = VirtualFederation.SECOND;
    private static final int WORDS = 9;

    private static List<long[]> terms(VirtualFederation federation) {
        SplittableRandom random = new SplittableRandom(federation.setup.seed());
        List<long[]> terms = new ArrayList<>();
        federation.nodes.forEach(
                node -> terms.add(random.longs(WORDS, -100, 100).toArray()));
        return terms;
    }

    private static void start(VirtualFederation federation, List<long[]> terms) {
        for (int m = 0; m < federation.nodes.size(); m++) {
            start(federation.nodes.get(m), terms.get(m));
        }
        federation.connectAll();
    }

    private static void start(Node node, long[] term) {
        node.start();
        node.step(new Event.TermReady(term));
    }

    private static void assertReleased(VirtualFederation federation, List<long[]> terms) {
        PooledStatistics first = federation.nodes.get(0).roster.statistics().orElseThrow();
        long[] sum = new long[WORDS];
        for (int m = 0; m < terms.size(); m++) {
            if (first.participants().contains(federation.nodes.get(m).id)) {
                for (int k = 0; k < WORDS; k++) {
                    sum[k] += terms.get(m)[k];
                }
            }
        }
        assertThat(federation.nodes).allSatisfy(node -> {
            assertThat(node.roster.head())
                    .isEqualTo(federation.nodes.get(0).roster.head());
            assertThat(node.roster.statistics().orElseThrow().totals()).isEqualTo(sum);
            assertThat(node.status().scaling().stage()).isEqualTo(Stage.NONE);
        });
    }

    @ParameterizedTest
    @CsvSource({"3, 1", "4, 3", "5, 5", "9, 1", "9, 4"})
    void nobodyLearnsBeforeTheSumsStandInEverybodysRosterAndThenAllDo(int members, int quorum) {
        VirtualFederation federation = new VirtualFederation(
                Setup.of(members, members, "int8", 6).quorum(quorum).dimension(20), 0, WORDS);
        federation.nodes.forEach(Node::start);
        federation.connectAll();
        federation.run(20 * SECOND);
        assertThat(federation.nodes).allSatisfy(node -> {
            assertThat(node.status().phase()).isEqualTo(Phase.WAITING);
            assertThat(node.status().scaling().stage()).isEqualTo(Stage.TERM_MISSING);
        });
        List<long[]> terms = terms(federation);
        for (int m = 0; m < members; m++) {
            federation.nodes.get(m).step(new Event.TermReady(terms.get(m)));
        }
        federation.run(40 * SECOND);
        assertReleased(federation, terms);
        assertThat(federation.nodes.get(0).roster.statistics().orElseThrow().participants())
                .hasSize(members);
        assertThat(federation.nodes).allSatisfy(node -> assertThat(node.slot()).isGreaterThanOrEqualTo(6));
    }

    @Test
    void aFederationOfTwoSaysThatItWaitsAndReleasesNothing() {
        VirtualFederation federation = new VirtualFederation(Setup.of(2, 1, "int8", 3), 0, WORDS);
        start(federation, terms(federation));
        federation.run(60 * SECOND);
        assertThat(federation.nodes).allSatisfy(node -> {
            assertThat(node.roster.statistics()).isEmpty();
            assertThat(node.slot()).isZero();
            assertThat(node.status().scaling().ready()).isEqualTo(2);
            assertThat(node.status().scaling().needed()).isEqualTo(3);
        });
    }

    @Test
    void whoComesBackAfterwardsLearnsOnAndGivesNothingAgain() {
        VirtualFederation federation =
                new VirtualFederation(Setup.of(3, 7, "int8", 60).dimension(20), 0, WORDS);
        List<long[]> terms = terms(federation);
        start(federation, terms);
        Node node = federation.nodes.get(1);
        while (node.slot() < 5) {
            federation.run(SECOND / 10);
        }
        int slot = node.slot();
        node.crash();
        federation.run(SECOND);
        start(node, terms.get(1));
        federation.connectAll();
        federation.run(10 * SECOND);
        assertThat(node.slot()).isGreaterThan(slot);
        assertReleased(federation, terms);
        assertThat(node.roster.version()).isEqualTo(1);
    }

    @Test
    void stormsAndCrashesDelayTheSumsAndDoNotChangeThem() {
        long seeds = Long.getLong("starling.seeds", 12);
        for (long seed = 1; seed <= seeds; seed++) {
            try {
                storm(seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static void storm(long seed) {
        int members = 3 + (int) (seed % 4);
        VirtualFederation federation = new VirtualFederation(
                Setup.of(members, seed, "int8", 3)
                        .dimension(20)
                        .quorum(1 + (int) (seed % 2))
                        .startMembers(3),
                0,
                WORDS);
        List<long[]> terms = terms(federation);
        federation.weather = new Weather(0.2, 0.1, 30 * VirtualFederation.MILLI);
        start(federation, terms);
        for (int second = 0; second < 15; second++) {
            int victim = (int) ((seed + second) % members);
            Node node = federation.nodes.get(victim);
            federation.at((long) (federation.nextDouble() * SECOND / 2), () -> {
                if (node.up) {
                    node.crash();
                }
            });
            federation.at(SECOND / 2, () -> {
                if (!node.up) {
                    start(node, terms.get(victim));
                }
            });
            federation.at(3 * SECOND / 4, federation::connectAll);
            federation.run(SECOND);
        }
        federation.weather = Weather.FAIR;
        for (int again = 0; again < 12; again++) {
            federation.run(10 * SECOND);
            federation.connectAll();
        }
        assertReleased(federation, terms);
        assertThat(federation.nodes).allSatisfy(node -> assertThat(node.slot()).isGreaterThanOrEqualTo(3));
    }
}
