package dev.starling.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.gossip.VirtualFederation.Node;
import dev.starling.gossip.VirtualFederation.Setup;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.message.Limits;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bodies of many slices: that of the answer does not wait for the last of the offer's. */
final class AnswerAheadTest {
    private static final byte SLICE = 7;
    private static final byte REPLY = 3;
    private static final int DIMENSION = 525_000;
    private static final int SLICES = Limits.slices(Float.BYTES * DIMENSION);

    @Test
    void theBodyOfAnAnswerSetsOutBeforeTheOfferIsAppliedAndTravelsOnceAndTheReplyWaits() {
        VirtualFederation federation =
                new VirtualFederation(Setup.of(2, 1, "float32", 2).dimension(DIMENSION));
        Node answering = federation.byId().get(1);
        List<Integer> openHalvesAtFirstSlice = new ArrayList<>();
        List<Integer> openHalvesAtReply = new ArrayList<>();
        int[] slices = {0};
        federation.taps.add((from, to, link, frame) -> {
            if (from == answering && frame[2] == SLICE && slices[0]++ % SLICES == 0) {
                openHalvesAtFirstSlice.add(federation.openHalves());
            } else if (from == answering && frame[2] == REPLY) {
                openHalvesAtReply.add(federation.openHalves());
            }
        });
        federation.nodes.forEach(node -> node.trainingNanos = VirtualFederation.SECOND / 10);
        federation.nodes.forEach(Node::start);
        federation.connectAll();
        federation.run(2 * VirtualFederation.SECOND);
        assertThat(federation.flows()).isEqualTo(2);
        assertThat(slices[0]).isEqualTo(2 * SLICES);
        // An offer that waits longer for the disk than its body is overtaken by it, and answered at once.
        assertThat(openHalvesAtFirstSlice).as("nothing is applied yet").contains(0);
        assertThat(openHalvesAtReply).as("one end has applied its side").containsExactly(1, 1);
    }

    @Test
    void anEngineMakesTwoCopiesAtMostTheOthersBodyAndTheStartOfTheNextTraining() {
        VirtualFederation federation =
                new VirtualFederation(Setup.of(2, 1, "float32", 2).dimension(DIMENSION));
        federation.recorders.add((offering, record) -> {
            if (record instanceof JournalRecord.Offered) {
                federation.nodes.forEach(node -> node.allocatedOnFrames = 0);
            }
        });
        federation.nodes.forEach(Node::start);
        federation.connectAll();
        while (federation.flows() < 1) {
            federation.run(VirtualFederation.SECOND / 1000);
        }
        long body = Float.BYTES * DIMENSION;
        for (Node node : federation.nodes) {
            assertThat(node.allocatedOnFrames).isBetween(body, 2 * body + body / 4);
        }
    }

    @Test
    void aRecordIsOnItsWayToTheDiskBeforeItsFlowIsApplied() {
        VirtualFederation federation =
                new VirtualFederation(Setup.of(2, 1, "float32", 1).dimension(3));
        List<float[]> published = new ArrayList<>();
        List<float[]> recorded = new ArrayList<>();
        federation.recorders.add((node, record) -> {
            if (record instanceof JournalRecord.Offered) {
                federation.nodes.forEach(each -> published.add(each.engine.parameters()));
            } else if (record instanceof JournalRecord.Answered || record instanceof JournalRecord.Completed) {
                recorded.add(node.engine.parameters());
            }
        });
        federation.nodes.forEach(Node::start);
        federation.connectAll();
        federation.run(2 * VirtualFederation.SECOND);
        assertThat(federation.flows()).isEqualTo(1);
        assertThat(recorded).hasSize(2).containsExactlyInAnyOrderElementsOf(published);
        assertThat(federation.nodes.get(0).engine.parameters()).isNotIn(published);
    }
}
