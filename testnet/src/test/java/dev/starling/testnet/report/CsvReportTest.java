package dev.starling.testnet.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.testnet.report.FederationReport.Member;
import dev.starling.testnet.report.FederationReport.Point;
import dev.starling.testnet.report.FederationReport.References;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvReportTest {

    @TempDir
    Path directory;

    @Test
    void everyMeasurementIsALineAndTheSummariesFollow() throws IOException {
        List<Member> members =
                List.of(member("Alder", new Point(1, 0.5), new Point(2, 0.75)), member("Birch", new Point(2, 0.25)));
        References references = new References(0.9, List.of(new Point(1, 0.6), new Point(2, 0.9)), List.of());

        assertThat(written(Samples.report(members, references, Provenance.NONE)))
                .isEqualTo("""
                slot,member,score
                1,Alder,0.5
                2,Alder,0.75
                2,Birch,0.25
                1,mean,0.5
                2,mean,0.5
                1,worst,0.5
                2,worst,0.25
                1,pooled,0.6
                2,pooled,0.9
                40,alone,0.125
                """);
    }

    @Test
    void aNameWithCommasQuotesAndLineBreaksStaysOneField() throws IOException {
        Member member = member("Alder, \"the\nold\"", new Point(1, 0.5));
        assertThat(written(Samples.report(List.of(member)))).contains("1,\"Alder, \"\"the\nold\"\"\",0.5\n");
    }

    @Test
    void writingReplacesAnOlderTable() throws IOException {
        Files.writeString(directory.resolve("curves.csv"), "older".repeat(1000));
        assertThat(written(Samples.report())).startsWith("slot,member,score\n").doesNotContain("older");
    }

    @Test
    void aPlaceThatCannotBeWrittenToIsReported() {
        assertThatThrownBy(() -> CsvReport.write(Samples.report(), directory.resolve("absent/curves.csv")))
                .isInstanceOf(IOException.class);
    }

    private String written(FederationReport report) throws IOException {
        Path file = directory.resolve("curves.csv");
        CsvReport.write(report, file);
        return Files.readString(file);
    }

    private static Member member(String name, Point... curve) {
        return new Member(name, 5, List.of(3, 2), 0.125, 0.5, 1, 1, false, false, List.of(curve));
    }
}
