package dev.starling.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.gossip.VirtualFederation.Node;
import dev.starling.gossip.VirtualFederation.Setup;
import dev.starling.gossip.message.Limits;
import dev.starling.gossip.message.ModelCertificate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * One consolidation in federations of many sizes: up to 32 members everybody fetches everything, above the members form the
 * sum in rounds, and above 64 they do so over links that are made as they are needed. Two sizes by default, others with
 * {@code -Dstarling.sizes=64,1000}, every size up to N with {@code -Dstarling.members=N}.
 */
final class ConsolidationSizesTest {
    private static final int MOST = Integer.getInteger("starling.members", 0);
    private static final String SIZES = System.getProperty("starling.sizes", "33,100");
    private static final int MOST_LINKED = 64;

    /** Whoever hears of the decision late fetches the model, and may have to ask for it again. */
    private static final int MOST_SECONDS = 20;

    private static final int DIMENSION = 20;

    /** A slice: head of the frame, root and number, and one word a parameter. */
    private static final int WINDOW_FRAME = 36 + 36 + DIMENSION * Long.BYTES;

    @Test
    void everybodyHoldsTheSameBitsAndLongSumsTakeTheFewestRoundsPossible() {
        IntStream sizes = MOST == 0
                ? Arrays.stream(SIZES.split(",")).mapToInt(Integer::parseInt)
                : IntStream.rangeClosed(2, MOST);
        sizes.forEach(ConsolidationSizesTest::consolidate);
    }

    private static void consolidate(int n) {
        VirtualFederation federation = new VirtualFederation(
                Setup.of(n, n, "int8", 4).dimension(DIMENSION).fanout(2).consolidateEvery(3));
        Map<Node, Integer> windows = new HashMap<>();
        federation.taps.add((from, to, link, frame) -> {
            if (frame.length == WINDOW_FRAME) {
                windows.merge(from, 1, Integer::sum);
            }
        });
        // A proposal waits for about a training. Where links are made as they are needed, the proposer meets all others
        // only
        // then, and first notes the life of each, a millisecond on this disk.
        if (n > MOST_LINKED) {
            federation.nodes.forEach(node -> node.trainingNanos = VirtualFederation.SECOND);
        }
        federation.nodes.forEach(Node::start);
        if (n <= MOST_LINKED) {
            federation.connectAll();
        }
        int seconds = n > MOST_LINKED ? 3 * MOST_SECONDS : MOST_SECONDS;
        for (int second = 0; second < seconds && withoutAModel(federation) > 0; second++) {
            federation.run(VirtualFederation.SECOND);
        }
        ModelCertificate certificate = Objects.requireNonNull(
                ConsolidationTest.agreed(federation).get(1), "nothing was consolidated by " + n + " members");
        int participants = certificate.list().participants().size();
        assertThat(participants).as("who was ready in time, of %d", n).isBetween(n - n / 20, n);
        // One a round; whoever hears of the decision before its last round is through need not send that one.
        int rounds = participants > Limits.PARTICIPANTS_BY_HASH ? fewestRounds(participants) : 0;
        assertThat(windows.values().stream().mapToInt(sent -> sent).max().orElse(0))
                .as("windows that each of %d members sent", n)
                .isEqualTo(rounds);
        assertThat(windows.values().stream().filter(sent -> sent == rounds).count())
                .as("members of %d that went through all rounds", n)
                .isGreaterThanOrEqualTo(rounds == 0 ? 0 : n / 2 + 1);
        ConsolidationTest.recomputed(federation, certificate);
        assertThat(federation.nodes.stream()
                        .filter(node -> node.certificates.isEmpty())
                        .map(node -> node.status().phase() + " in slot " + node.slot()))
                .as("members of %d that hold no consolidated model", n)
                .isEmpty();
        System.out.printf(
                "%d members, %d on the list: the same bits everywhere after %d rounds%n", n, participants, rounds);
    }

    /** Where links are made as they are needed, it has none and has to ask for one to whomever it fetches the model from. */
    @Test
    void whoeverComesBackWhenTheOthersAreThroughWithThePlanFetchesTheModel() {
        int n = MOST_LINKED + 2;
        VirtualFederation federation = new VirtualFederation(
                Setup.of(n, n, "int8", 4).dimension(DIMENSION).fanout(2).consolidateEvery(3));
        federation.nodes.forEach(Node::start);
        Node away = federation.nodes.get(n / 2);
        while (away.slot() < 2) {
            federation.run(10 * VirtualFederation.MILLI);
        }
        away.crash();
        for (int second = 0; second < 2 * MOST_SECONDS && withoutAModel(federation) > 1; second++) {
            federation.run(VirtualFederation.SECOND);
        }
        federation.run(MOST_SECONDS * VirtualFederation.SECOND);
        assertThat(federation.nodes)
                .filteredOn(node -> node != away)
                .allSatisfy(node -> assertThat(node.status().phase()).isEqualTo(Phase.IDLE));
        away.start();
        // A few round trips and writes; what is asked for again is asked for after a quarter of a second.
        federation.run(VirtualFederation.SECOND / 5);
        assertThat(away.certificates.keySet())
                .isEqualTo(federation.nodes.get(0).certificates.keySet());
    }

    /** Whoever misses the first one holds the next. */
    private static long withoutAModel(VirtualFederation federation) {
        return federation.nodes.stream()
                .filter(node -> node.certificates.isEmpty())
                .count();
    }

    /** {@code ceil(log2 n)}: a round at most doubles the inputs that a participant depends on. */
    private static int fewestRounds(int participants) {
        int rounds = 0;
        while (1 << rounds < participants) {
            rounds++;
        }
        return rounds;
    }
}
