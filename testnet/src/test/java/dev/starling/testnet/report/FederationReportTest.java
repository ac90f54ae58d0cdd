package dev.starling.testnet.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.starling.testnet.report.FederationReport.Member;
import dev.starling.testnet.report.FederationReport.Point;
import java.io.IOException;
import java.util.List;
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
        assertThatThrownBy(() -> new Member("Alder", 5, rows, 1.01, 0.9, 1, 1, false, false, curve))
                .hasMessageContaining("Alder: alone");
        assertThatThrownBy(() -> new Member("Alder", 5, rows, 0.9, Double.NaN, 1, 1, false, false, curve))
                .hasMessageContaining("Alder: federated");
        assertThatThrownBy(() -> new Member("Alder", 6, rows, 0.9, 0.9, 1, 1, false, false, curve))
                .hasMessageContaining("classRows");
        List<Point> backwards = List.of(new Point(2, 0.5), new Point(1, 0.5));
        assertThatThrownBy(() -> new Member("Alder", 5, rows, 0.9, 0.9, 1, 1, false, false, backwards))
                .hasMessageContaining("curve");
        assertThatThrownBy(() -> Samples.report(List.of())).hasMessageContaining("members");
        Member threeClasses = new Member("Alder", 6, List.of(3, 2, 1), 0.9, 0.9, 1, 1, false, false, curve);
        assertThatThrownBy(() -> Samples.report(List.of(threeClasses))).hasMessageContaining("classRows");
    }
}
