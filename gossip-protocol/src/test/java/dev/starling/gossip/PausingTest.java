package dev.starling.gossip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.starling.gossip.VirtualFederation.Node;
import dev.starling.gossip.VirtualFederation.Setup;
import dev.starling.gossip.VirtualFederation.Weather;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Members that rest, and a federation in which half of them do, one is slow and one lies about its slot. */
final class PausingTest {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1000 * MILLI;
    private static final long TRAINING = 200 * MILLI;

    /** A training, and an exchange of some milliseconds. */
    private static final long SLOT = 213 * MILLI;

    /** Slots of the others until whoever rested is in step with them. */
    private static final int CATCHING_UP = 5;

    private static final long BEGIN = 4 * SECOND;
    private static final int RESTING = 15;
    private static final int WATCHED = 15;
    private static final int FAR = 5000;
    private static final int NO_END = 20_000;

    /** Up to 50 on demand, with {@code -Dstarling.seeds=1000} or more. */
    static IntStream sizes() {
        boolean all = Integer.getInteger("starling.seeds", 200) >= 1000;
        return all ? IntStream.of(3, 4, 5, 6, 8, 13, 24, 50) : IntStream.of(3, 5, 9);
    }

    private static VirtualFederation running(int members) {
        VirtualFederation federation = founded(members, members);
        start(federation);
        return federation;
    }

    private static VirtualFederation founded(int members, long seed) {
        VirtualFederation federation =
                new VirtualFederation(Setup.of(members, seed, "float32", NO_END).dimension(8));
        federation.nodes.forEach(node -> node.trainingNanos = TRAINING);
        return federation;
    }

    private static void start(VirtualFederation federation) {
        federation.nodes.forEach(Node::start);
        federation.connectAll();
    }

    @Test
    void whoPausesFinishesItsSlotThenRestsAndIsNotWaitedForAndGoesOnWhenResumed() {
        VirtualFederation federation = running(4);
        federation.run(2 * SECOND);
        Node resting = federation.nodes.get(2);
        resting.step(new Event.Pause(Pauser.OPERATOR));
        federation.run(SECOND);
        assertThat(resting.status().phase()).isEqualTo(Phase.PAUSED);
        assertThat(resting.status().openTransactions()).isZero();
        int rested = resting.slot();
        Node other = federation.nodes.get(0);
        assertThat(other.status().peers())
                .filteredOn(peer -> peer.peer().equals(resting.id))
                .singleElement()
                .satisfies(peer -> assertThat(peer.paused()).isTrue());
        int before = other.slot();
        federation.run(5 * SECOND);
        assertThat(resting.slot()).isEqualTo(rested);
        assertThat(other.slot() - before)
                .as("slots of 200 ms and an exchange in 5 s")
                .isGreaterThan(18);
        resting.step(new Event.Resume(Pauser.OPERATOR));
        federation.run(5 * MILLI);
        assertThat(other.status().peers()).as("says so at once").noneMatch(EngineStatus.PeerStatus::paused);
        federation.run(2 * SECOND);
        assertThat(resting.slot()).isCloseTo(other.slot(), offset(1));
    }

    @Test
    void whoRestsForTwoReasonsGoesOnWhenBothAreOver() {
        VirtualFederation federation = running(3);
        federation.run(2 * SECOND);
        Node resting = federation.nodes.get(1);
        resting.step(new Event.Pause(Pauser.SCHEDULE));
        resting.step(new Event.Pause(Pauser.OPERATOR));
        federation.run(SECOND);
        assertThat(resting.status().pausers()).containsExactlyInAnyOrder(Pauser.values());

        resting.step(new Event.Resume(Pauser.SCHEDULE));
        federation.run(SECOND);
        assertThat(resting.status().phase()).isEqualTo(Phase.PAUSED);
        assertThat(resting.status().pausers()).containsExactly(Pauser.OPERATOR);

        int rested = resting.slot();
        resting.step(new Event.Resume(Pauser.OPERATOR));
        federation.run(2 * SECOND);
        assertThat(resting.slot()).isGreaterThan(rested);
    }

    @Test
    void whoIsLeftByAllForARestLearnsOnAPrivateCopyAndMixesAgainAfterwards() {
        VirtualFederation federation = running(2);
        federation.run(2 * SECOND);
        Node resting = federation.nodes.get(0);
        Node left = federation.nodes.get(1);
        resting.step(new Event.Pause(Pauser.OPERATOR));
        federation.run(10 * SECOND);
        assertThat(left.status().phase()).isEqualTo(Phase.ALONE);
        assertThat(left.status().privateSlots()).isPositive();
        resting.step(new Event.Resume(Pauser.OPERATOR));
        federation.run(3 * SECOND);
        assertThat(left.status().phase()).isIn(Phase.TRAINING, Phase.EXCHANGING);
        assertThat(resting.slot()).isCloseTo(left.slot(), offset(1));
    }

    @Test
    void aPauseThatWasLostIsSaidAgainToWhoeverStillAwaitsTheMember() {
        for (int seed = 0; seed < 5; seed++) {
            VirtualFederation federation = running(5 + seed);
            federation.weather = new Weather(0.3, 0.05, 30 * MILLI);
            federation.run(3 * SECOND);
            Node resting = federation.nodes.get(seed);
            resting.step(new Event.Pause(Pauser.OPERATOR));
            federation.run(8 * SECOND);
            assertThat(federation.nodes)
                    .filteredOn(node -> node != resting)
                    .allSatisfy(node -> assertThat(node.status().peers())
                            .filteredOn(peer -> peer.peer().equals(resting.id))
                            .allSatisfy(peer -> assertThat(peer.paused()).isTrue()));
        }
    }

    /** The others: neither frozen by those who rest or are slow, nor dragged along by the one who lies. */
    @ParameterizedTest
    @MethodSource("sizes")
    void halfPausedOneSlowAndOneLyingNeitherFreezeNorDragAnybody(int members) {
        VirtualFederation federation = running(members);
        List<Node> nodes = federation.nodes;
        int resting = members / 2;
        Node slow = nodes.get(members - 1);
        slow.trainingNanos = 10 * TRAINING;
        Node liar = members < 5 ? null : nodes.get(members - 2);
        federation.run(2 * SECOND);
        for (Node node : nodes.subList(0, resting)) {
            node.step(new Event.Pause(Pauser.OPERATOR));
        }
        if (liar != null) {
            liar.claim(FAR);
        }
        federation.run(3 * SECOND);
        List<Node> others = nodes.subList(resting, members).stream()
                .filter(node -> node != slow && node != liar)
                .toList();
        assertThat(others).isNotEmpty();
        int[] before = others.stream().mapToInt(Node::slot).toArray();
        federation.run(10 * SECOND);
        for (int k = 0; k < others.size(); k++) {
            int gained = others.get(k).slot() - before[k];
            assertThat(others.get(k).slot()).as("dragged").isLessThan(FAR / 2);
            assertThat(gained).as("slots of 200 ms in 10 s").isBetween(members < 6 ? 12 : 33, 50);
        }
        assertThat(slow.slot()).as("the slow one keeps up").isGreaterThan(before[0]);
        assertThat(nodes.subList(0, resting))
                .allSatisfy(node -> assertThat(node.status().phase()).isEqualTo(Phase.PAUSED));
        nodes.subList(0, resting).forEach(node -> node.step(new Event.Resume(Pauser.OPERATOR)));
        federation.run((members < 50 ? 3 : 10) * SECOND);
        assertThat(nodes.subList(0, resting))
                .allSatisfy(node -> assertThat(node.slot()).isGreaterThan(before[0] + 30));
    }

    /** Sizes and seeds; 50 members, and several seeds each, on demand, with {@code -Dstarling.seeds=1000} or more. */
    static Stream<Arguments> companies() {
        int seeds = Math.max(1, Integer.getInteger("starling.seeds", 200) / 200);
        return (seeds > 1 ? IntStream.of(3, 10, 24, 50) : IntStream.of(3, 10, 24))
                .boxed()
                .flatMap(members -> IntStream.rangeClosed(1, seeds).mapToObj(seed -> Arguments.of(members, seed)));
    }

    /**
     * Half of the members rest for many slots and go on all at once, beside a slow one and a liar: within {@link #CATCHING_UP}
     * slots of the others all are in step again, at the pace of before.
     */
    @ParameterizedTest
    @MethodSource("companies")
    void whoGoesOnAfterALongRestIsInStepWithTheOthersAfterAFewOfTheirSlots(int members, int seed) {
        VirtualFederation federation = founded(members, seed);
        List<Node> nodes = federation.nodes;
        int resting = members / 2;
        Node slow = nodes.get(members - 1);
        slow.trainingNanos = 10 * TRAINING;
        Node liar = members < 5 ? null : nodes.get(members - 2);
        List<Node> punctual =
                nodes.stream().filter(node -> node != slow && node != liar).toList();
        start(federation);
        federation.run(BEGIN);
        double before = slotsASecond(punctual, SECOND, BEGIN);

        nodes.subList(0, resting).forEach(node -> node.step(new Event.Pause(Pauser.OPERATOR)));
        if (liar != null) {
            liar.claim(FAR);
        }
        federation.run(RESTING * SLOT);
        nodes.subList(0, resting).forEach(node -> node.step(new Event.Resume(Pauser.OPERATOR)));
        federation.run(CATCHING_UP * SLOT);
        for (int slot = 0; slot < WATCHED; slot++) {
            federation.run(SLOT);
            IntSummaryStatistics slots = punctual.stream().mapToInt(Node::slot).summaryStatistics();
            assertThat(slots.getMax() - slots.getMin())
                    .as("apart, %d slots after the rest, seed %d", CATCHING_UP + slot + 1, seed)
                    .isLessThanOrEqualTo(1);
        }
        long from = BEGIN + (RESTING + CATCHING_UP) * SLOT;
        double after = slotsASecond(punctual, from, from + WATCHED * SLOT);
        assertThat(after).as("slots a second, seed " + seed).isGreaterThan(0.95 * before);
        assertThat(punctual)
                .allSatisfy(node -> assertThat(node.status().peers()).noneMatch(EngineStatus.PeerStatus::paused));
        assertThat(slow.slot())
                .as("the slow one keeps up")
                .isCloseTo(punctual.get(0).slot(), offset(3));
    }

    /** Mean over the members of the slots that they published between two times. */
    private static double slotsASecond(List<Node> members, long from, long until) {
        return members.stream()
                .mapToDouble(node -> {
                    long[] times = node.publishedAt.values().stream()
                            .mapToLong(Long::longValue)
                            .filter(at -> at >= from && at < until)
                            .sorted()
                            .toArray();
                    return (times.length - 1) * (double) SECOND / (times[times.length - 1] - times[0]);
                })
                .average()
                .orElseThrow();
    }
}
