package dev.starling.testnet.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.starling.node.charter.Charter;
import dev.starling.node.data.Examples;
import dev.starling.node.data.SchemaReader;
import dev.starling.node.site.CharterDocument;
import dev.starling.node.site.NodeFailure;
import dev.starling.testnet.dataset.DataSet;
import dev.starling.testnet.dataset.Requests;
import dev.starling.testnet.federation.Founding.Agreement;
import dev.starling.testnet.federation.Settlement.Meeting;
import dev.starling.testnet.report.FederationReport.Point;
import dev.starling.testnet.report.HoldOuts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferencesTest {
    private static final int SLOTS = 45;

    @TempDir
    Path directory;

    private DataSet data;
    private CharterDocument document;
    private List<Site> sites;
    private Examples tests;

    @BeforeEach
    void settle() throws Exception {
        settle("here", 0);
    }

    private void settle(String where, double holdout) throws Exception {
        data = DataSet.open(
                Requests.split(Requests.of("breast-cancer"), "dirichlet:0.5").withMembers(OptionalInt.of(3)), 2);
        Agreement agreement = new Agreement(
                "Test",
                data.schema(),
                new Charter.Model(Charter.Model.Kind.SOFTMAX, List.of(), 5),
                new Charter.Training(5, 16, 0.05, 0.1, 0.8, 0.5, 0),
                new Charter.Plan(SLOTS, 0, 3),
                new Charter.Mixing(0, Charter.Mixing.Encoding.INT8));
        Meeting meeting = new Meeting(List.of("127.0.0.1:1", "127.0.0.1:2", "127.0.0.1:3"), Set.of(), false);
        Settlement settlement = new Settlement(directory.resolve(where), data, 2);
        document = settlement.settle(new Founding(agreement, Keys.ofSeed(2), holdout), meeting);
        sites = settlement.sites(meeting);
        tests = SchemaReader.read(
                data.tests(Files.createDirectories(directory.resolve("tests").resolve(where))), document.charter());
    }

    private References train(References.Progress progress) throws NodeFailure, InterruptedException {
        return References.train(document.charter(), sites, tests, progress);
    }

    @Test
    void everyMemberLearnsAloneAndOneModelLearnsOnAllRowsAndTheSameAgainIsTheSame() throws Exception {
        List<String> told = new ArrayList<>();
        References references = train((done, all) -> told.add(done + "/" + all));
        assertThat(told).containsExactly("1/4", "2/4", "3/4", "4/4");
        assertThat(references.testRows()).isEqualTo(tests.rows());
        assertThat(references.alone())
                .extracting(References.Alone::rows)
                .containsExactly(data.rows(0), data.rows(1), data.rows(2));
        assertThat(references.pooled())
                .extracting(Point::slot)
                .hasSize(23)
                .startsWith(2, 4)
                .endsWith(44, SLOTS);
        assertThat(references.pooled().get(22).score()).isGreaterThan(0.9);
        assertThat(references.alone()).allSatisfy(alone -> {
            assertThat(alone.curve()).hasSize(23);
            assertThat(alone.score()).isEqualTo(alone.curve().get(22).score()).isBetween(0.3, 1.0);
        });
        assertThat(references.heldOut()).isNull();
        assertThat(references.holdOuts(List.of())).isNull();
        // The trainings run on as many threads as there are processors.
        assertThat(train((done, all) -> {})).isEqualTo(references);
    }

    @Test
    void whatMembersHoldOutIsNotTrainedOnAndThePooledModelIsScoredOnAllOfIt() throws Exception {
        settle("there", 0.2);
        References references = train((done, all) -> {});
        int trained =
                references.alone().stream().mapToInt(References.Alone::rows).sum();
        References.HeldOut heldOut = Objects.requireNonNull(references.heldOut());
        assertThat(trained + heldOut.rows()).isEqualTo(data.rows());
        assertThat(heldOut.rows()).isCloseTo(data.rows() / 5, within(3));
        assertThat(heldOut.pooled()).isBetween(0.9, 1.0);
        HoldOuts shown = Objects.requireNonNull(references.holdOuts(List.of()));
        assertThat(shown).isEqualTo(new HoldOuts(heldOut.rows(), heldOut.pooled(), null));
    }

    @Test
    void theReportTakesTheLastPooledScoreAndTheMembersMeanAtEverySlot() {
        References references = new References(
                List.of(
                        new References.Alone(List.of(1, 2), List.of(new Point(1, 0.2), new Point(2, 0.4))),
                        new References.Alone(List.of(3, 4), List.of(new Point(1, 0.4), new Point(2, 0.5)))),
                List.of(new Point(1, 0.6), new Point(2, 0.8)),
                new Holdings(List.of("a", "b"), List.of(List.of(1, 2), List.of(3, 4))),
                10,
                null);
        assertThat(references.inReport().pooled()).isEqualTo(0.8);
        assertThat(references.inReport().aloneCurve()).extracting(Point::slot).containsExactly(1, 2);
        assertThat(references.inReport().aloneCurve().get(1).score()).isCloseTo(0.45, within(1e-12));
        assertThat(references.alone().get(1).rows()).isEqualTo(7);
    }
}
