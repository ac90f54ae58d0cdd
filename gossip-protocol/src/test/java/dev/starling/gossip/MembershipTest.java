package dev.starling.gossip;

import static dev.starling.gossip.VirtualFederation.MILLI;
import static dev.starling.gossip.VirtualFederation.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.EngineStatus.PeerStatus;
import dev.starling.gossip.VirtualFederation.Node;
import dev.starling.gossip.VirtualFederation.Setup;
import dev.starling.gossip.membership.Liveness;
import dev.starling.gossip.message.ClaimKind;
import dev.starling.gossip.message.Grounds;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whole engines: whoever is dropped hears by whom and why, and whoever drops says so. */
final class MembershipTest {

    private static VirtualFederation running(int members, long seed, int slots) {
        VirtualFederation federation = new VirtualFederation(
                Setup.of(members, seed, "float32", slots).dimension(20).startMembers(2));
        federation.nodes.forEach(node -> node.trainingNanos = 200 * MILLI);
        federation.nodes.forEach(Node::start);
        federation.connectAll();
        federation.run(2 * SECOND);
        return federation;
    }

    private static PeerStatus seenBy(Node node, PeerId other) {
        return node.status().peers().stream()
                .filter(peer -> peer.peer().equals(other))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void bothEndsOfAnExclusionReportByWhomAndWhyAndTheReturnIsSeenByAll() {
        VirtualFederation federation = running(5, 1, 200);
        Node away = federation.nodes.get(2);
        away.crash();
        federation.run(8 * SECOND);
        List<Node> others =
                federation.nodes.stream().filter(node -> node != away).toList();
        assertThat(others).allSatisfy(node -> {
            assertThat(seenBy(node, away.id).state()).isEqualTo(Liveness.DEAD);
            assertThat(seenBy(node, away.id).standing()).hasValueSatisfying(standing -> {
                assertThat(standing.kind()).isEqualTo(ClaimKind.DEAD);
                assertThat(standing.grounds()).isEqualTo(Grounds.LINK_LOST);
                assertThat(standing.silentMillis()).isPositive();
            });
            assertThat(node.reports(Report.PeerChanged.class))
                    .anySatisfy(report -> assertThat(report.why().about()).isEqualTo(away.id));
        });
        away.start();
        federation.connectAll();
        federation.run(3 * SECOND);
        assertThat(away.reports(Report.Accused.class)).isNotEmpty();
        assertThat(away.status().accusations()).isNotEmpty().allSatisfy(standing -> {
            assertThat(standing.by()).isNotEqualTo(away.id);
            assertThat(standing.grounds()).isEqualTo(Grounds.LINK_LOST);
        });
        assertThat(others).allSatisfy(node -> {
            assertThat(seenBy(node, away.id).state()).isEqualTo(Liveness.ALIVE);
            assertThat(seenBy(node, away.id).standing()).isEmpty();
        });
    }

    @Test
    void whoeverLeavesIsSeenAsLeftAlsoByMembersItHadNoLinkTo() {
        VirtualFederation federation = running(5, 2, 200);
        Node leaver = federation.nodes.get(0);
        Node far = federation.nodes.get(4);
        federation.disconnect(leaver, far);
        federation.run(2 * SECOND);
        assertThat(seenBy(far, leaver.id).standing())
                .hasValueSatisfying(standing -> assertThat(standing.grounds()).isEqualTo(Grounds.NO_LINK));
        leaver.step(new Event.Leave());
        federation.run(4 * SECOND);
        leaver.up = false;
        federation.run(20 * SECOND);
        assertThat(federation.nodes)
                .filteredOn(node -> node != leaver)
                .allSatisfy(node -> assertThat(seenBy(node, leaver.id).state()).isEqualTo(Liveness.LEFT));
    }

    @Test
    void whoHasLeftIsStillSeenAsLeftWhenTheOthersDialItOnceMoreBeforeItsProcessEnds() {
        VirtualFederation federation = running(4, 5, 200);
        Node leaver = federation.nodes.get(0);
        List<Node> others = federation.nodes.subList(1, 4);
        federation.run(2 * SECOND);
        leaver.step(new Event.Leave());
        federation.run(4 * SECOND);
        assertThat(leaver.status().phase()).isEqualTo(Phase.LEFT);
        others.forEach(other -> federation.connect(other, leaver));
        federation.run(2 * SECOND);
        leaver.up = false;
        others.forEach(other -> federation.disconnect(other, leaver));
        federation.run(20 * SECOND);
        assertThat(others)
                .allSatisfy(node -> assertThat(seenBy(node, leaver.id).state()).isEqualTo(Liveness.LEFT));
    }

    @Test
    void aDeadThirdCostsTheOthersNoSpeedOnceItIsFound() {
        VirtualFederation federation = running(9, 3, 0);
        Node judge = federation.nodes.get(0);
        int start = judge.slot();
        federation.run(6 * SECOND);
        int before = judge.slot() - start;
        federation.nodes.subList(6, 9).forEach(node -> node.up = false);
        federation.run(4 * SECOND);
        assertThat(federation.nodes.subList(0, 6))
                .allSatisfy(node -> assertThat(federation.nodes.subList(6, 9))
                        .allSatisfy(dead ->
                                assertThat(seenBy(node, dead.id).state()).isNotEqualTo(Liveness.ALIVE)));
        int found = judge.slot();
        federation.run(6 * SECOND);
        assertThat(judge.slot() - found)
                .as("slots in six seconds, " + before + " before")
                .isGreaterThan(before * 9 / 10);
    }
}
