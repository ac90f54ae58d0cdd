package dev.starling.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.gossip.VirtualFederation.Node;
import dev.starling.gossip.VirtualFederation.Setup;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Members that go while somebody is about to swap with them. */
final class LeavingTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int NO_END = 20_000;
    private static final byte OFFER = 2;

    static IntStream seeds() {
        return IntStream.range(0, Math.max(4, Integer.getInteger("starling.seeds", 0) / 10));
    }

    /** Leaves as soon as an offer to it is on its way, whichever of the first ones the seed says. */
    private static Node leaveAcrossAnOffer(VirtualFederation federation, long seed) {
        Node leaver = federation.byId().get(federation.nodes.size() - 1);
        long[] offers = {seed % 3 + 1};
        federation.taps.add((from, to, link, frame) -> {
            if (frame[2] == OFFER && to.equals(leaver.id) && --offers[0] == 0) {
                federation.at(0, () -> leaver.step(new Event.Leave()));
            }
        });
        federation.nodes.forEach(node -> node.trainingNanos = SECOND / 10);
        federation.nodes.forEach(Node::start);
        federation.connectAll();
        federation.run(2 * SECOND);
        assertThat(leaver.status().phase()).isEqualTo(Phase.LEFT);
        return leaver;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anOfferThatCrossesAFarewellIsClosedAtBothEnds(long seed) {
        VirtualFederation federation =
                new VirtualFederation(Setup.of(4, seed, "float32", NO_END).dimension(8));
        Node leaver = leaveAcrossAnOffer(federation, seed);
        assertThat(federation.nodes)
                .filteredOn(node -> node != leaver)
                .allSatisfy(node -> assertThat(node.engine.exchanges().busyPeers())
                        .as("whom %s has something open with", node.id)
                        .doesNotContain(leaver.id));
        assertThat(federation.nodes)
                .allSatisfy(node -> assertThat(node.status().voids()).isZero());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whoComesBackAfterThatSwapsAgainInTheSameLife(long seed) {
        VirtualFederation federation =
                new VirtualFederation(Setup.of(3, seed, "float32", NO_END).dimension(8));
        Node leaver = leaveAcrossAnOffer(federation, seed);
        long life = leaver.status().life();
        leaver.crash();
        leaver.start();
        federation.connectAll();
        federation.run(SECOND);
        int flows = federation.flows();
        federation.run(SECOND);
        assertThat(federation.flows()).isGreaterThan(flows);
        assertThat(leaver.status().life()).isEqualTo(life);
        Node other = federation.byId().get(0);
        assertThat(leaver.slot()).isBetween(other.slot() - 1, other.slot() + 1);
        assertThat(other.engine.exchanges().partners().punctual(leaver.id)).isTrue();
    }
}
