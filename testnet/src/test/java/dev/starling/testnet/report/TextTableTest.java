package dev.starling.testnet.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {

    @Test
    void theFirstColumnStandsLeftAndNumbersStandRight() {
        assertThat(new TextTable("member", "rows").row("Alder", "104").row("Bi", "7"))
                .hasToString("""
                        member  rows
                        Alder    104
                        Bi         7""");
    }

    @Test
    void aFederationIsOneLinePerMemberAndItsMean() {
        List<String> lines = TextTable.of(Samples.report()).toString().lines().toList();
        assertThat(lines).hasSize(8);
        assertThat(lines.get(4)).startsWith("Dogwood (left)").contains("86.0 %", "95.6 %", "+9.6", "32.2 kB");
        assertThat(lines.get(6)).startsWith("Fir (joined late)");
        assertThat(lines.get(7)).startsWith("mean").contains("88.3 %", "96.5 %", "+8.2");
    }

    @Test
    void ofManyMembersTheWorstAndTheBestAreShown() {
        List<String> lines = TextTable.of(Samples.ranked(17)).toString().lines().toList();
        assertThat(lines).hasSize(13);
        assertThat(lines.subList(1, 6)).allMatch(line -> line.matches("Tree [1-5] .*"));
        assertThat(lines.get(6)).isEqualTo("\u2026 7 more in report.html");
        assertThat(lines.get(7)).startsWith("Tree 13 ");
        assertThat(lines.get(11)).startsWith("Tree 17 ");
        assertThat(lines.get(12)).startsWith("mean ");
    }

    @Test
    void sixteenMembersAreAllShown() {
        assertThat(TextTable.of(Samples.ranked(16)).toString().lines()).hasSize(18);
    }

    @Test
    void errorsAreNumbersAndLessOfThemIsAGain() {
        List<String> lines = TextTable.of(
                        Samples.errors(Samples.erring("Alder", 4.12, 3.56), Samples.erring("Birch", 3.5, 3.75)))
                .toString()
                .lines()
                .toList();
        assertThat(lines.get(1)).contains("4.120", "3.560", "+0.5600").doesNotContain("%");
        assertThat(lines.get(2)).contains("-0.2500");
        assertThat(lines.get(3)).contains("3.810", "3.655", "+0.1550");
    }

    @Test
    void aNameCannotDriveTheTerminal() {
        String table = new TextTable("member")
                .row("\u001b[31mAlder\n\u009b\u202eBirch")
                .toString();
        assertThat(table.lines()).hasSize(2);
        assertThat(table).contains("?[31mAlder???Birch");
    }

    @Test
    void lettersOutsideTheBasicPlaneTakeOnePlace() {
        assertThat(new TextTable("m", "n").row("\ud835\udd38", "1")).hasToString("m  n\n\ud835\udd38  1");
    }

    @Test
    void aRowOfAnotherLengthIsRefused() {
        assertThatThrownBy(() -> new TextTable("a", "b").row("1")).isInstanceOf(IllegalArgumentException.class);
    }
}
