package dev.starling.gossip;

import static dev.starling.gossip.VirtualFederation.MILLI;
import static dev.starling.gossip.VirtualFederation.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.gossip.VirtualFederation.Node;
import dev.starling.gossip.VirtualFederation.Setup;
import dev.starling.gossip.VirtualFederation.Weather;
import org.junit.jupiter.api.Test;

/** Federations too large for a link to everybody: links come when they are needed and go when they are not. */
final class LinksOnDemandTest {
    private static final int MEMBERS = 66;
    private static final int SLOTS = 8;

    private static VirtualFederation started(int slots, long seed) {
        VirtualFederation federation = new VirtualFederation(
                Setup.of(MEMBERS, seed, "float32", slots).dimension(4).fanout(2));
        federation.nodes.forEach(node -> node.trainingNanos = 200 * MILLI);
        federation.nodes.forEach(Node::start);
        return federation;
    }

    @Test
    void membersMeetTheirNeighboursOverLinksThatComeAndGo() {
        VirtualFederation federation = started(SLOTS, 1);
        federation.run(3 * SECOND);
        assertThat(federation.nodes).allSatisfy(node -> {
            assertThat(node.slot()).isGreaterThanOrEqualTo(SLOTS / 2);
            assertThat(node.links).hasSizeLessThan(MEMBERS / 2);
        });
        federation.run(25 * SECOND);
        assertThat(federation.nodes).allSatisfy(node -> {
            assertThat(node.status().phase()).isEqualTo(Phase.IDLE);
            assertThat(node.slot()).isGreaterThanOrEqualTo(SLOTS);
            assertThat(node.status().openTransactions()).isZero();
            assertThat(node.status().voids()).isZero();
        });
        assertThat(federation.openHalves()).isZero();
        // Idle links have gone, and those to the latest neighbours have stayed.
        assertThat(federation.nodes).allSatisfy(node -> assertThat(node.links).hasSizeBetween(1, 8));
        long exchanges = federation.nodes.stream()
                .mapToLong(node -> node.reports(Report.Exchanged.class).size())
                .sum();
        assertThat(exchanges).isGreaterThan((long) (0.9 * 2 * SLOTS * MEMBERS));
    }

    @Test
    void noFlowIsLostWhenLinksAndFramesAre() {
        VirtualFederation federation = started(SLOTS, 3);
        federation.weather = new Weather(0.2, 0.02, 20 * MILLI);
        for (int second = 0; second < 4; second++) {
            federation.run(SECOND);
            Node victim = federation.nodes.get(7 * second);
            victim.crash();
            federation.run(SECOND / 2);
            victim.start();
        }
        federation.weather = Weather.FAIR;
        federation.run(40 * SECOND);
        assertThat(federation.openHalves()).isZero();
        assertThat(federation.nodes).allSatisfy(node -> {
            assertThat(node.slot()).isGreaterThanOrEqualTo(SLOTS);
            assertThat(node.status().openTransactions()).isZero();
            assertThat(node.engine.ledger().unacknowledgedReplies()).isZero();
        });
    }
}
