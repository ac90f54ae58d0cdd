package dev.starling.gossip;

import static dev.starling.gossip.VirtualFederation.MILLI;
import static dev.starling.gossip.VirtualFederation.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.crypto.trust.PooledStatistics;
import dev.starling.gossip.VirtualFederation.Node;
import dev.starling.gossip.VirtualFederation.Setup;
import dev.starling.gossip.VirtualFederation.Weather;
import dev.starling.gossip.sums.FederatedMetrics;
import dev.starling.gossip.sums.SumProgress.Stage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Masked sums in a federation too large for a link to everybody. */
final class SumsOnDemandTest {
    private static final int MEMBERS = 80;

    private static VirtualFederation federation(int slots, int quorum, int words) {
        VirtualFederation federation = new VirtualFederation(
                Setup.of(MEMBERS, 7, "float32", slots)
                        .dimension(4)
                        .fanout(2)
                        .quorum(quorum)
                        .startMembers(2)
                        .consolidateEvery(slots),
                0,
                words);
        federation.nodes.forEach(node -> node.trainingNanos = 300 * MILLI);
        return federation;
    }

    @Test
    void eightyMembersSumWhatFeaturesAreScaledBy() {
        VirtualFederation federation = federation(2, 3, 2);
        federation.weather = new Weather(0.03, 0.01, 20 * MILLI);
        federation.nodes.forEach(Node::start);
        for (int m = 0; m < MEMBERS; m++) {
            federation.nodes.get(m).step(new Event.TermReady(new long[] {1, m}));
        }
        for (int second = 0; second < 15 && !everybodyScales(federation); second++) {
            federation.run(SECOND);
        }
        PooledStatistics first = federation.nodes.get(0).roster.statistics().orElseThrow();
        assertThat(first.participants()).hasSize(MEMBERS);
        assertThat(federation.nodes).allSatisfy(node -> {
            assertThat(node.roster.statistics().orElseThrow().totals())
                    .containsExactly(MEMBERS, MEMBERS * (MEMBERS - 1) / 2);
            assertThat(node.status().scaling().stage()).isEqualTo(Stage.NONE);
            assertThat(node.links.size()).isLessThan(MEMBERS);
        });
    }

    private static boolean everybodyScales(VirtualFederation federation) {
        return federation.nodes.stream()
                .allMatch(node -> node.roster.statistics().isPresent());
    }

    @Test
    void eightyMembersAgreeOnTheMetricsOfAModel() {
        VirtualFederation federation = federation(2, 1, 0);
        for (int m = 0; m < MEMBERS; m++) {
            long[] term = FederatedMetrics.term(5 + m % 2, m % 5, 1);
            federation.nodes.get(m).holdout = model -> term.clone();
        }
        Node without = federation.nodes.get(11);
        without.holdout = model -> new long[0];
        federation.nodes.forEach(Node::start);
        for (int second = 0; second < 15 && !everybodyKnows(federation); second++) {
            federation.run(SECOND);
        }
        List<FederatedMetrics> shown = federation.nodes.stream()
                .flatMap(node -> node.status().metrics().stream())
                .distinct()
                .toList();
        assertThat(shown).hasSize(1);
        assertThat(everybodyKnows(federation)).isTrue();
        assertThat(federation.nodes)
                .allSatisfy(node -> assertThat(node.reports(Report.ConsolidationFailed.class))
                        .as("the rounds of the consolidation have their links")
                        .isEmpty());
        assertThat(shown.get(0).members()).isEqualTo(MEMBERS - 1);
        assertThat(shown.get(0).rows()).isEqualTo(5L * MEMBERS + MEMBERS / 2 - 6);
        assertThat(shown.get(0).correct()).isEqualTo(2L * MEMBERS - 1);
        assertThat(shown.get(0).meanLoss()).isEqualTo(1);
    }

    private static boolean everybodyKnows(VirtualFederation federation) {
        return federation.nodes.stream()
                .allMatch(node -> node.status().metrics().isPresent());
    }
}
