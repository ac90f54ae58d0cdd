package dev.starling.gossip;

import static dev.starling.gossip.VirtualFederation.MILLI;
import static dev.starling.gossip.VirtualFederation.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.gossip.VirtualFederation.Node;
import dev.starling.gossip.VirtualFederation.Setup;
import dev.starling.gossip.VirtualFederation.Weather;
import dev.starling.gossip.averaging.MixingMath;
import dev.starling.gossip.membership.Liveness;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How federations of several sizes move through the slots: nobody freezes, nobody is paced by the slowest, all agree. */
final class FederationPaceTest {
    private static final int SLOTS = 30;
    private static final long TRAINING = 200 * MILLI;

    private static VirtualFederation founded(Setup setup) {
        VirtualFederation federation = new VirtualFederation(setup);
        federation.nodes.forEach(node -> node.trainingNanos = TRAINING);
        return federation;
    }

    private static VirtualFederation running(Setup setup) {
        VirtualFederation federation = founded(setup);
        federation.nodes.forEach(Node::start);
        federation.connectAll();
        return federation;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 8})
    void inFairWeatherAllReachTheEndOfThePlanAndAgree(int members) {
        VirtualFederation federation = running(Setup.of(members, members, "float32", SLOTS));
        federation.run(60 * SECOND);
        assertThat(federation.nodes).allSatisfy(node -> {
            assertThat(node.status().phase()).isEqualTo(Phase.IDLE);
            assertThat(node.slot()).isGreaterThanOrEqualTo(SLOTS);
            assertThat(node.status().openTransactions()).isZero();
        });
        assertThat(federation.openHalves()).isZero();
        assertThat(federation.disagreement()).isLessThan(1e-5);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1_000_000_000_000_000L, -5_000_000_000L, 1L << 60})
    void theEnginesClockMayHaveAnyOrigin(long origin) {
        VirtualFederation federation = new VirtualFederation(Setup.of(3, 3, "float32", SLOTS), origin);
        federation.nodes.forEach(node -> node.trainingNanos = TRAINING);
        federation.nodes.forEach(Node::start);
        federation.connectAll();
        federation.run(2 * SECOND);
        federation.nodes.get(0).crash();
        federation.run(5 * SECOND);
        federation.nodes.get(0).start();
        federation.connectAll();
        federation.run(60 * SECOND);
        assertThat(federation.nodes).allSatisfy(node -> {
            assertThat(node.slot()).isGreaterThanOrEqualTo(SLOTS);
            assertThat(node.status().openTransactions()).isZero();
        });
    }

    /** Quick trainings on a line on which an exchange takes some seconds: to publish is to break off the last one. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void twoMembersWhoseLineBecomesSlowGoOnSwapping(long seed) {
        VirtualFederation federation = founded(Setup.of(2, seed, "float32", 0).dimension(3000));
        federation.nodes.forEach(node -> node.trainingNanos = 2 * VirtualFederation.MILLI);
        federation.nodes.forEach(Node::start);
        federation.connectAll();
        federation.run(2 * SECOND);
        federation.nanosPerByte = 100_000;
        federation.run(60 * SECOND);
        int slots = federation.nodes.get(0).slot();
        int swaps = swaps(federation);
        federation.run(120 * SECOND);
        assertThat(swaps(federation) - swaps)
                .as("swaps in two minutes, seed %d", seed)
                .isGreaterThan(20);
        assertThat(federation.nodes.get(0).slot() - slots)
                .as("slots in two minutes")
                .isLessThan(3 * (swaps(federation) - swaps));
    }

    /** Quick trainings on a line whose delay is longer than a member waits at first: headers come when their slot is over. */
    @ParameterizedTest
    @CsvSource({"2, 500, 1", "2, 600, 1", "2, 1500, 200", "3, 600, 1", "3, 1500, 200", "10, 600, 1"})
    void membersOnALineOfLongDelayGoOnSwapping(int members, int delayMillis, long trainingMillis) {
        for (long quickMillis : new long[] {0, 300}) {
            VirtualFederation federation =
                    founded(Setup.of(members, 1, "float32", 0).dimension(30));
            federation.nodes.forEach(node -> node.trainingNanos = trainingMillis * MILLI);
            Weather slow = new Weather(0, 0, delayMillis * MILLI);
            federation.weather = quickMillis == 0 ? slow : Weather.FAIR;
            federation.nodes.forEach(Node::start);
            federation.connectAll();
            federation.run(quickMillis * MILLI);
            federation.weather = slow;
            federation.run(20 * SECOND);
            int swaps = swaps(federation);
            federation.run(40 * SECOND);
            int pairs = members * (members - 1) / 2;
            int roundTrips = 40_000 / (2 * delayMillis);
            assertThat(swaps(federation) - swaps)
                    .as("swaps in 40 s, after %d ms on a quick line", quickMillis)
                    .isGreaterThan(pairs * roundTrips / 4);
        }
    }

    private static int swaps(VirtualFederation federation) {
        return federation.nodes.stream()
                .mapToInt(node -> node.engine.exchanges().completed().count())
                .sum();
    }

    @Test
    void twentyMembersWithEightNeighboursEachReachTheEndOfThePlanAndNearlyAgree() {
        VirtualFederation federation =
                running(Setup.of(20, 1, "float32", 12).dimension(16).fanout(8));
        federation.run(60 * SECOND);
        assertThat(federation.nodes).allSatisfy(node -> {
            assertThat(node.status().phase()).isEqualTo(Phase.IDLE);
            assertThat(node.slot()).isGreaterThanOrEqualTo(12);
        });
        assertThat(federation.openHalves()).isZero();
        double stepToMean = 0.1;
        double contraction = MixingMath.expectedContraction(20, 8);
        double expected = stepToMean * Math.sqrt(contraction / (1 - contraction));
        assertThat(federation.consensusDistance()).isBetween(expected / 2, expected * 2);
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "3, 2", "5, 3", "8, 4"})
    void aMemberThatTrainsTenTimesSlowerDelaysNobodyByMoreThanAThirdAndKeepsUp(int members, long seed) {
        long alike = slowestOfTheOthers(members, seed, 1);
        long mixed = slowestOfTheOthers(members, seed, 10);
        assertThat(mixed).as("until the end of the plan").isLessThanOrEqualTo(alike + alike / 3);
    }

    private static long slowestOfTheOthers(int members, long seed, int factor) {
        VirtualFederation federation = founded(Setup.of(members, seed, "float32", SLOTS));
        Node slow = federation.nodes.get(0);
        slow.trainingNanos = factor * TRAINING;
        federation.nodes.forEach(Node::start);
        federation.connectAll();
        federation.run(120 * SECOND);
        assertThat(federation.nodes).allSatisfy(node -> assertThat(node.slot()).isGreaterThanOrEqualTo(SLOTS));
        assertThat(federation.disagreement()).isLessThan(1e-3);
        long end = federation.nodes.stream()
                .skip(1)
                .mapToLong(FederationPaceTest::endOfPlan)
                .max()
                .orElseThrow();
        assertThat(endOfPlan(slow)).as("the slow member's end").isLessThan(end + 10 * TRAINING);
        return end;
    }

    private static long endOfPlan(Node node) {
        return node.publishedAt.ceilingEntry(SLOTS).getValue();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 8})
    void aMemberThatDiesInTheMiddleIsNotMissedByTheLiving(int members) {
        VirtualFederation federation = running(Setup.of(members, members, "float32", SLOTS));
        federation.run(2 * SECOND);
        Node dead = federation.nodes.get(members / 2);
        assertThat(dead.slot()).isBetween(3, SLOTS - 10);
        dead.crash();
        federation.run(60 * SECOND);
        List<Node> living =
                federation.nodes.stream().filter(node -> node != dead).toList();
        if (members == 2) {
            assertThat(living.get(0).status().phase()).isEqualTo(Phase.ALONE);
            assertThat(living.get(0).status().privateSlots()).isPositive();
        } else {
            assertThat(living).allSatisfy(node -> {
                assertThat(node.slot()).isGreaterThanOrEqualTo(SLOTS);
                assertThat(node.status().phase()).isEqualTo(Phase.IDLE);
            });
        }
        assertThat(living)
                .allSatisfy(node -> assertThat(node.status().peers().stream()
                                .filter(peer -> peer.peer().equals(dead.id)))
                        .allSatisfy(peer -> assertThat(peer.state()).isEqualTo(Liveness.DEAD)));
        dead.start();
        federation.connectAll();
        federation.run(60 * SECOND);
        assertThat(federation.nodes).allSatisfy(node -> {
            assertThat(node.slot()).isGreaterThanOrEqualTo(SLOTS);
            assertThat(node.status().openTransactions()).isZero();
        });
        assertThat(federation.openHalves()).isZero();
        assertThat(federation.disagreement()).isLessThan(0.01);
    }

    @Test
    void aMemberWhoseLinksFallSilentWithoutBreakingIsFoundDeadAndNotMissed() {
        VirtualFederation federation = running(Setup.of(5, 9, "float32", SLOTS));
        federation.run(2 * SECOND);
        Node silent = federation.nodes.get(2);
        silent.up = false;
        federation.run(60 * SECOND);
        assertThat(federation.nodes)
                .filteredOn(node -> node != silent)
                .allSatisfy(node -> assertThat(node.status().phase()).isEqualTo(Phase.IDLE));
    }

    @Test
    void aLateStarterBeginsWithASnapshotThatIsAtMostTwoSlotsOld() {
        VirtualFederation federation = founded(Setup.of(5, 3, "float32", SLOTS).startMembers(3));
        Node late = federation.nodes.get(4);
        List<Node> early = federation.nodes.subList(0, 4);
        early.forEach(Node::start);
        federation.connectAll();
        federation.run(3 * SECOND);
        int reached = early.get(0).slot();
        assertThat(reached).isGreaterThan(5);
        late.start();
        federation.connectAll();
        federation.run(SECOND);
        List<Report.StartedFrom> starts = late.reports(Report.StartedFrom.class);
        assertThat(starts).as("after " + late.reports).hasSize(1);
        assertThat(starts.get(0).slot()).isGreaterThanOrEqualTo(reached - 2);
        federation.run(60 * SECOND);
        assertThat(federation.nodes).allSatisfy(node -> assertThat(node.slot()).isGreaterThanOrEqualTo(SLOTS));
        assertThat(late.publishedAt.firstKey()).isGreaterThan(starts.get(0).slot());
        assertThat(federation.disagreement()).isLessThan(1e-5);
    }

    @Test
    void aLateStarterInBadWeatherStillBegins() {
        IntStream.range(0, 10).forEach(seed -> {
            VirtualFederation federation =
                    founded(Setup.of(4, 100 + seed, "int8", SLOTS).startMembers(2));
            federation.weather = new Weather(0.2, 0.1, 20 * MILLI);
            Node late = federation.nodes.get(seed % 4);
            federation.nodes.stream().filter(node -> node != late).forEach(Node::start);
            federation.connectAll();
            federation.run(6 * SECOND);
            late.start();
            federation.connectAll();
            federation.run(60 * SECOND);
            assertThat(late.reports(Report.StartedFrom.class))
                    .as("seed " + seed)
                    .hasSize(1);
            assertThat(federation.nodes)
                    .as("seed " + seed)
                    .allSatisfy(node -> assertThat(node.slot()).isGreaterThanOrEqualTo(SLOTS));
        });
    }

    @Test
    void oneFairSlotMovesTheMeanByTheRowWeightedMeanOfTheDisplacements() {
        VirtualFederation federation = founded(Setup.of(4, 5, "float32", 1).rows(100, 200, 300, 40));
        double[] before = federation.mean();
        double[] moved = new double[before.length];
        double allRows = 640;
        federation.nodes.forEach(Node::start);
        federation.connectAll();
        federation.run(20 * SECOND);
        for (Node node : federation.nodes) {
            assertThat(node.slot()).isGreaterThanOrEqualTo(1);
            int rows = node.roster.member(node.id).orElseThrow().rows();
            double share = Math.max(0.25, rows / (allRows / 4));
            for (int k = 0; k < moved.length; k++) {
                moved[k] += share * node.displacements.get(0)[k] / 4;
            }
        }
        double[] after = federation.mean();
        double movedNorm = Bookkeeper.norm(moved);
        for (int k = 0; k < moved.length; k++) {
            moved[k] -= after[k] - before[k];
        }
        assertThat(movedNorm).isGreaterThan(0.1);
        assertThat(Bookkeeper.norm(moved)).isLessThan(1e-5 * movedNorm);
    }

    @Test
    void aStormWithCrashesAmongFiveLosesNoFlowAndEndsThePlan() {
        IntStream.range(0, Integer.getInteger("starling.seeds", 400) / 20).forEach(FederationPaceTest::storm);
    }

    private static void storm(int seed) {
        try {
            VirtualFederation federation =
                    new VirtualFederation(Setup.of(3 + seed % 3, seed, seed % 2 == 0 ? "int8" : "float32", 12)
                            .dimension(40)
                            .startMembers(2));
            federation.weather = new Weather(0.2, 0.2, 30 * MILLI);
            federation.nodes.forEach(Node::start);
            federation.connectAll();
            for (int second = 0; second < 6; second++) {
                Node victim = federation.nodes.get(second % federation.nodes.size());
                federation.at((long) (federation.nextDouble() * SECOND / 2), victim::crash);
                federation.at(SECOND / 2, victim::start);
                federation.at((long) (SECOND / 2 + federation.nextDouble() * SECOND / 4), federation::connectAll);
                federation.run(SECOND);
            }
            federation.weather = Weather.FAIR;
            federation.run(30 * SECOND);
            assertThat(federation.openHalves())
                    .as("flows applied at one end only")
                    .isZero();
            assertThat(federation.nodes).allSatisfy(node -> {
                assertThat(node.slot()).as("slot").isGreaterThanOrEqualTo(12);
                assertThat(node.status().openTransactions()).isZero();
                assertThat(node.status().voids()).isZero();
                assertThat(node.status().life()).as("life").isEqualTo(1);
            });
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed, e);
        }
    }
}
