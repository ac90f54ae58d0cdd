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

    /** A proposal waits for about a training, and a thousand members take more than 10 ms to say that they are ready. */
    private static final int MOST_IN_A_HURRY = 200;

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
        if (n > MOST_IN_A_HURRY) {
            federation.nodes.forEach(node -> node.trainingNanos = VirtualFederation.SECOND);
        }
        federation.nodes.forEach(Node::start);
        if (n <= MOST_LINKED) {
            federation.connectAll();
        }
        int seconds = n > MOST_IN_A_HURRY ? 3 * MOST_SECONDS : MOST_SECONDS;
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
        // Where links are made as they are needed, whoever missed the decision in the plan's last slot meets nobody any
        // more.
        assertThat(federation.nodes.stream()
                        .filter(node -> node.certificates.isEmpty())
                        .filter(node -> n <= MOST_IN_A_HURRY || node.status().phase() != Phase.IDLE)
                        .map(node -> node.status().phase() + " in slot " + node.slot()))
                .as("members of %d that hold no consolidated model", n)
                .isEmpty();
        System.out.printf(
                "%d members, %d on the list: the same bits everywhere after %d rounds%n", n, participants, rounds);
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
