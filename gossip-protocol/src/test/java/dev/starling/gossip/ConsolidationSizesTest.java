package dev.starling.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.gossip.VirtualFederation.Node;
import dev.starling.gossip.VirtualFederation.Setup;
import dev.starling.gossip.consolidation.WindowSum;
import dev.starling.gossip.message.Limits;
import dev.starling.gossip.message.ModelCertificate;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * One consolidation in federations of many sizes: up to 32 members everybody fetches everything, above the members form the
 * sum in rounds, and above 64 they do so over links that are made as they are needed. Two sizes by default, every size up to
 * N with {@code -Dstarling.members=N}.
 */
final class ConsolidationSizesTest {
    private static final int MOST = Integer.getInteger("starling.members", 0);
    private static final int MOST_LINKED = 64;
    private static final int DIMENSION = 20;

    /** A slice: head of the frame, root and number, and one word a parameter. */
    private static final int WINDOW_FRAME = 36 + 36 + DIMENSION * Long.BYTES;

    @Test
    void everybodyHoldsTheSameBitsAndLongSumsTakeTheFewestRoundsPossible() {
        IntStream sizes = MOST == 0 ? IntStream.of(33, 100) : IntStream.rangeClosed(2, MOST);
        sizes.forEach(ConsolidationSizesTest::consolidate);
    }

    private static void consolidate(int n) {
        VirtualFederation federation = new VirtualFederation(
                Setup.of(n, n, "int8", 4).dimension(DIMENSION).fanout(2).consolidateEvery(3));
        int[] windows = new int[1];
        federation.taps.add((from, to, link, frame) -> windows[0] += frame.length == WINDOW_FRAME ? 1 : 0);
        federation.nodes.forEach(Node::start);
        if (n <= MOST_LINKED) {
            federation.connectAll();
        }
        federation.run(3 * VirtualFederation.SECOND);
        ModelCertificate certificate = Objects.requireNonNull(
                ConsolidationTest.agreed(federation).get(1), "nothing was consolidated by " + n + " members");
        assertThat(certificate.list().participants()).hasSize(n);
        assertThat(federation.nodes)
                .as("n = %d", n)
                .allSatisfy(node -> assertThat(node.certificates).containsKey(1));
        assertThat(windows[0])
                .as("windows that %d members sent", n)
                .isEqualTo(n > Limits.PARTICIPANTS_BY_HASH ? n * WindowSum.rounds(n) : 0);
        ConsolidationTest.recomputed(federation, certificate);
    }
}
