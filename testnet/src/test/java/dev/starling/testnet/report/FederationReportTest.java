package dev.starling.testnet.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.starling.testnet.report.FederationReport.Member;
import dev.starling.testnet.report.FederationReport.Point;
import dev.starling.testnet.report.FederationReport.References;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FederationReportTest {

    @Test
    void theJsonHasEveryDocumentedNameAndItsValue() throws IOException {
        JsonNode json = new ObjectMapper().readTree(Samples.report().toJson());

        JsonNode birch = json.get("members").get(1);
        assertThat(json.get("members")).hasSize(6);
        assertThat(birch.get("name").textValue()).isEqualTo("Birch");
        assertThat(birch.get("rows").intValue()).isEqualTo(40);
        assertThat(birch.get("alone").doubleValue()).isEqualTo(91 / 114.0);
        assertThat(birch.get("federated").doubleValue()).isEqualTo(110 / 114.0);
        assertThat(birch.get("bytesSent").longValue()).isEqualTo(40_234);
        assertThat(birch.get("slots").intValue()).isEqualTo(40);

        assertThat(json.get("pooled").doubleValue()).isEqualTo(110 / 114.0);
        assertThat(json.get("mean").doubleValue()).isCloseTo(660 / 6.0 / 114, within(1e-12));
        assertThat(json.get("worst").doubleValue()).isEqualTo(109 / 114.0);
        assertThat(json.get("spread").doubleValue()).isCloseTo(2 / 114.0, within(1e-12));
        assertThat(json.get("consensusDistance").doubleValue()).isEqualTo(0.0131);
        assertThat(json.get("bytesPerMember").isIntegralNumber()).isTrue();
        assertThat(json.get("bytesPerMember").longValue()).isEqualTo(Math.round(317_000 / 6.0 + 234));
        assertThat(json.get("slots").intValue()).isEqualTo(40);
        assertThat(json.get("seconds").doubleValue()).isEqualTo(31.24);
        assertThat(json.get("seed").longValue()).isEqualTo(1);
        assertThat(json.get("report").textValue()).isEqualTo("report.html");
    }

    @Test
    void theJsonTellsWhoCameLateAndWhoLeft() throws IOException {
        JsonNode members =
                new ObjectMapper().readTree(Samples.report().toJson()).get("members");
        assertThat(members.findValuesAsText("left"))
                .containsExactly("false", "false", "false", "true", "false", "false");
        assertThat(members.findValuesAsText("late"))
                .containsExactly("false", "false", "false", "false", "false", "true");
        assertThat(members.get(5).get("curve").get(0).get("slot").intValue()).isEqualTo(25);
    }

    @Test
    void theVerdictNamesTheGainWhenNobodyIsWorseOff() {
        Verdict verdict = Samples.report().verdict();
        assertThat(verdict.worthIt()).isTrue();
        assertThat(verdict.sentence())
                .contains("raised", "8.2 points", "88.3 % alone", "96.5 % federated", "Nobody is worse off")
                .contains("within one test row of one model");
    }

    @Test
    void theVerdictNamesWhoeverWouldDoBetterAlone() {
        Verdict verdict = Samples.report(List.of(
                        Samples.member("Alder", List.of(94, 10), 112, 110, 0, 40),
                        Samples.member("Birch", List.of(4, 36), 91, 110, 0, 40)))
                .verdict();
        assertThat(verdict.worthIt()).isFalse();
        assertThat(verdict.sentence()).contains("1 of 2 would do better alone: Alder (98.2 % alone, 96.5 % federated)");
    }

    @Test
    void oneTestRowLessThanAloneIsNotWorseOff() {
        assertThat(Samples.report(List.of(
                                Samples.member("Alder", List.of(94, 10), 111, 110, 0, 40),
                                Samples.member("Birch", List.of(4, 36), 91, 110, 0, 40)))
                        .verdict()
                        .worthIt())
                .isTrue();
    }

    @Test
    void theVerdictOwnsUpToALoss() {
        Verdict verdict = Samples.report(List.of(Samples.member("Alder", List.of(94, 10), 110, 90, 0, 40)))
                .verdict();
        assertThat(verdict.worthIt()).isFalse();
        assertThat(verdict.sentence()).contains("lowered", "17.5 points", "behind one model");
    }

    @Test
    void theVerdictSaysHowFarTheWorstMemberIsBehindPooled() {
        assertThat(Samples.report(List.of(
                                Samples.member("Alder", List.of(94, 10), 90, 110, 0, 40),
                                Samples.member("Birch", List.of(4, 36), 90, 104, 0, 40)))
                        .verdict()
                        .sentence())
                .contains("The worst member is 5.3 points behind");
    }

    @Test
    void impossibleNumbersAreRefusedWhereTheyAppear() {
        List<Integer> rows = List.of(3, 2);
        List<Point> curve = List.of(new Point(1, 0.5));
        assertThatThrownBy(() -> Samples.report(List.of(scored(1.01, 0.9, 0.5))))
                .hasMessageContaining("Alder: alone cannot be 1.01");
        assertThatThrownBy(() -> Samples.report(List.of(scored(0.9, Double.NaN, 0.5))))
                .hasMessageContaining("Alder: federated");
        assertThatThrownBy(() -> Samples.report(List.of(scored(0.9, 0.9, 1.5)))).hasMessageContaining("Alder: curve");
        assertThatThrownBy(() -> Samples.errors(scored(4.5, -0.1, 0.5))).hasMessageContaining("Alder: federated");
        assertThatThrownBy(() -> Samples.errors(scored(Double.POSITIVE_INFINITY, 4, 0.5)))
                .hasMessageContaining("Alder: alone");
        assertThatThrownBy(() -> new Member("Alder", 6, rows, 0.9, 0.9, 1, 1, false, false, curve))
                .hasMessageContaining("classRows");
        List<Point> backwards = List.of(new Point(2, 0.5), new Point(1, 0.5));
        assertThatThrownBy(() -> new Member("Alder", 5, rows, 0.9, 0.9, 1, 1, false, false, backwards))
                .hasMessageContaining("curve");
        assertThatThrownBy(() -> Samples.report(List.of())).hasMessageContaining("members");
        Member threeClasses = new Member("Alder", 6, List.of(3, 2, 1), 0.9, 0.9, 1, 1, false, false, curve);
        assertThatThrownBy(() -> Samples.report(List.of(threeClasses))).hasMessageContaining("classRows");
    }

    @Test
    void errorsInTheLabelsUnitMayExceedOne() {
        FederationReport report =
                Samples.errors(Samples.erring("Alder", 4.12, 3.56), Samples.erring("Birch", 120, 3.75));
        assertThat(report.worst()).isEqualTo(3.75);
        assertThat(report.spread()).isCloseTo(0.19, within(1e-12));
    }

    @Test
    void aSmallerErrorIsPraisedAndNamedFromAndTo() {
        Verdict verdict = Samples.errors(Samples.erring("Alder", 4.12, 3.42), Samples.erring("Birch", 4, 3.43))
                .verdict();
        assertThat(verdict.worthIt()).isTrue();
        assertThat(verdict.sentence())
                .contains(
                        "lowered the members' mean error from 4.060 to 3.425 (root mean square error, on the same 114")
                .contains("Nobody is worse off", "within 1 % of one model", "(3.400)");
    }

    @Test
    void aLargerErrorIsOwnedUpTo() {
        Verdict verdict = Samples.errors(Samples.erring("Alder", 3.5, 4.12)).verdict();
        assertThat(verdict.worthIt()).isFalse();
        assertThat(verdict.sentence())
                .contains("raised the members' mean error from 3.500 to 4.120")
                .contains("1 of 1 would do better alone: Alder (3.500 alone, 4.120 federated)")
                .contains("The worst member is 0.7200 behind");
    }

    @Test
    void anErrorUpToOnePerCentLargerIsNotWorseOff() {
        Member gains = Samples.erring("Birch", 9, 3.5);
        assertThat(Samples.errors(gains, Samples.erring("Alder", 4, 4.04))
                        .verdict()
                        .worthIt())
                .isTrue();
        assertThat(Samples.errors(gains, Samples.erring("Alder", 4, 4.05))
                        .verdict()
                        .worthIt())
                .isFalse();
    }

    @Test
    void noChangeAtAllIsCalledThat() {
        assertThat(Samples.errors(Samples.erring("Alder", 3.5, 3.5)).verdict().sentence())
                .contains("left the members' mean error as it was (3.500 alone, 3.500 federated");
    }

    @Test
    void ofManyWhoLoseTheVerdictNamesTheFiveWhoLoseMost() {
        List<Member> losers = IntStream.rangeClosed(1, 7)
                .mapToObj(i -> Samples.member("Tree" + i, List.of(3, 2), 100, 90 + i, 0, 40))
                .toList();
        assertThat(Samples.report(losers).verdict().sentence())
                .contains("7 of 7 would do better alone: Tree1 (87.7 % alone, 79.8 % federated), Tree2")
                .contains("Tree5 (87.7 % alone, 83.3 % federated) and 2 more.")
                .doesNotContain("Tree6");
    }

    @Test
    void theHoldOutsAreOneLineThatNamesTheModelJudgedAndThePooledOneBeside() {
        assertThat(Samples.report().holdOutLine())
                .isEqualTo(
                        "95.2 %, loss 0.1235, on 63 rows held out by 5 members (consolidated model 2 of 4); the pooled"
                                + " model has 96.5 % on all 72");
        assertThat(new HoldOuts(72, 0.9, null).line(Score.ACCURACY))
                .startsWith("no figure: too few members hold five rows out, or they changed")
                .endsWith("the pooled model has 90.0 % on all 72");
        HoldOuts newest = new HoldOuts(30, 6.5, new HoldOuts.Together(1, 1, 3, 30, 6.25, 0.5));
        assertThat(newest.line(Score.RMSE))
                .startsWith("6.250, loss 0.5000, on 30 rows")
                .contains("(consolidated model 1)");
    }

    @Test
    void theJsonKeepsItsOrderAndGrowsAtTheEnd() throws IOException {
        JsonNode json = new ObjectMapper().readTree(Samples.report().toJson());
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly(
                        "members",
                        "pooled",
                        "mean",
                        "worst",
                        "spread",
                        "consensusDistance",
                        "bytesPerMember",
                        "slots",
                        "seconds",
                        "seed",
                        "report",
                        "verdict",
                        "classes",
                        "testRows",
                        "meanAlone",
                        "metric",
                        "provenance",
                        "curves",
                        "heldOut",
                        "federatedMetrics");
        assertThat(json.at("/heldOut/rows").intValue()).isEqualTo(72);
        assertThat(json.at("/heldOut/pooled").doubleValue()).isEqualTo(Samples.right(110));
        assertThat(json.path("federatedMetrics").toString())
                .isEqualTo("{\"index\":2,\"newestIndex\":4,\"members\":5,\"rows\":63,\"score\":" + 60 / 63.0
                        + ",\"loss\":0.1234567}");
        assertThat(json.get("members").get(0).fieldNames())
                .toIterable()
                .containsExactly(
                        "name",
                        "rows",
                        "alone",
                        "federated",
                        "bytesSent",
                        "slots",
                        "late",
                        "left",
                        "classRows",
                        "curve");
        assertThat(json.get("metric").textValue()).isEqualTo("accuracy");
        assertThat(json.get("provenance")).isEmpty();
    }

    @Test
    void theJsonHasTheCurvesAsPairsOfSlotAndScore() throws IOException {
        References references =
                new References(0.9, List.of(new Point(1, 0.7), new Point(2, 0.9)), List.of(new Point(2, 0.8)));
        FederationReport report = Samples.report(Samples.members(), references, Provenance.NONE);
        JsonNode curves = new ObjectMapper().readTree(report.toJson()).get("curves");
        assertThat(curves.get("pooled")).hasToString("[[1,0.7],[2,0.9]]");
        assertThat(curves.get("alone")).hasToString("[[2,0.8]]");
        assertThat(curves.get("mean")).hasSize(40);
        assertThat(curves.get("worst")).hasSize(40);
        assertThat(curves.at("/members/Fir/0/0").intValue()).isEqualTo(25);
    }

    @Test
    void theJsonTellsWhatIsKnownOfTheProvenance() throws IOException {
        Provenance provenance = new Provenance("starling testnet run", "cafe", "beef", "", "", "");
        FederationReport report =
                Samples.report(Samples.members(), Samples.report().references(), provenance);
        assertThat(new ObjectMapper().readTree(report.toJson()).get("provenance"))
                .hasToString("{\"command\":\"starling testnet run\",\"dataHash\":\"cafe\",\"charterHash\":\"beef\"}");
    }

    private static Member scored(double alone, double federated, double atFirst) {
        List<Point> curve = List.of(new Point(1, atFirst));
        return new Member("Alder", 5, List.of(3, 2), alone, federated, 1, 1, false, false, curve);
    }
}
