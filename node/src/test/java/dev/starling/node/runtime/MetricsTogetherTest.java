package dev.starling.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.starling.gossip.sums.FederatedMetrics;
import dev.starling.node.charter.Charter;
import dev.starling.node.learning.Learner;
import dev.starling.node.learning.LearnerSettings;
import dev.starling.node.learning.Nd4jLearner;
import dev.starling.node.model.ModelCard.Score;
import dev.starling.node.observe.StatusReport;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.model.MemberModels;
import dev.starling.node.site.model.SharedModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes over real sockets that show how the consolidated model does on all their hold-outs together. */
final class MetricsTogetherTest {
    private static final int MEMBERS = 3;

    @TempDir
    Path base;

    @Test
    void everyNodeShowsExactlyTheSumsOfAllHoldOutsUnderTheNewestModel() throws Exception {
        StatusReport.Metrics shown = shownBy(new Charter.Classes(List.of("no", "yes")));
        assertThat(shown.accuracy())
                .isGreaterThan(0.8)
                .isEqualTo((double) Objects.requireNonNull(shown.correct()) / 60);
        assertThat(shown.rmse()).isNull();
    }

    @Test
    void aQuantityHasAnErrorInItsUnit() throws Exception {
        StatusReport.Metrics shown = shownBy(new Charter.Quantity(0, 2));
        assertThat(shown.accuracy()).isNull();
        assertThat(shown.correct()).isNull();
        assertThat(shown.rmse()).isEqualTo(2 * Math.sqrt(2 * shown.loss()));
    }

    private StatusReport.Metrics shownBy(Charter.Target target) throws Exception {
        try (Pilot pilot = new Pilot(base, MEMBERS, new Charter.Plan(20, 0, MEMBERS), target)) {
            for (int m = 0; m < MEMBERS; m++) {
                pilot.start(m);
            }
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> pilot.nodes.stream().allMatch(MetricsTogetherTest::isUpToDate));
            StatusReport.Metrics first =
                    Objects.requireNonNull(Pilot.status(pilot.nodes.get(0)).federatedMetrics());
            assertThat(pilot.nodes)
                    .allSatisfy(node ->
                            assertThat(Pilot.status(node).federatedMetrics()).isEqualTo(first));
            long[] sum = direct(pilot, first.model());
            assertThat(first.members()).isEqualTo(MEMBERS);
            assertThat(first.rows()).isEqualTo(sum[0]).isEqualTo(60);
            assertThat(first.correct() == null ? 0 : first.correct()).isEqualTo(sum[1]);
            assertThat(first.lossSum()).isEqualTo(sum[2]);
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> theShelfShows(pilot, first));
            return first;
        }
    }

    private void theShelfShows(Pilot pilot, StatusReport.Metrics metrics) throws Exception {
        MemberModels models =
                new MemberModels(new DataDirectory(base.resolve("member1")), pilot.signed.federation(), pilot.charter);
        MemberModels.Listing listing = models.list();
        assertThat(listing.remarks()).isEmpty();
        assertThat(listing.items())
                .extracting(MemberModels.Item::kind)
                .startsWith(MemberModels.CURRENT, MemberModels.BEST, MemberModels.CONSOLIDATED);
        MemberModels.Item consolidated = models.load(MemberModels.CONSOLIDATED).item();
        assertThat(consolidated.digest().hex()).isEqualTo(metrics.model());
        String metric = pilot.charter.schema().metric().word();
        double value = Objects.requireNonNullElse(metrics.accuracy(), metrics.rmse());
        assertThat(consolidated.scores()).contains(new Score(Score.HOLDOUTS, MEMBERS, 60, metric, value));
        assertThat(consolidated.scores()).anyMatch(score -> score.on().equals(Score.VALIDATION) && score.rows() == 10);
        assertThat(models.load(MemberModels.BEST).item().scores().get(0).rows()).isEqualTo(10);
    }

    private static boolean isUpToDate(Node node) {
        StatusReport status = Pilot.status(node);
        StatusReport.Consolidated model = status.consolidated();
        StatusReport.Metrics metrics = status.federatedMetrics();
        return status.phase().equals("idle")
                && model != null
                && metrics != null
                && metrics.index() == model.index()
                && metrics.model().equals(model.model());
    }

    /** Computed from everybody's rows, which nobody but a test has in one place. */
    private long[] direct(Pilot pilot, String model) throws Exception {
        SharedModel newest = SharedModel.consolidated(
                        new DataDirectory(base.resolve("member0")), pilot.signed.federation(), pilot.charter)
                .orElseThrow();
        assertThat(dev.starling.gossip.exchange.Parameters.hash(newest.parameters())
                        .hex())
                .isEqualTo(model);
        long[] sum = new long[FederatedMetrics.WORDS];
        for (int m = 0; m < MEMBERS; m++) {
            try (Learner learner = Nd4jLearner.open(
                    LearnerSettings.of(pilot.charter), pilot.split(m).training())) {
                long[] term = HoldoutTerm.of(
                        learner.evaluate(newest.parameters(), pilot.split(m).holdout()),
                        pilot.charter.schema().target());
                for (int k = 0; k < sum.length; k++) {
                    sum[k] += term[k];
                }
            }
        }
        return sum;
    }
}
