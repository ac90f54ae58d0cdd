package dev.starling.testnet.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {

    private static final String HOSTILE = "</script><script>alert('{{title}} & \"$1\"')</script>";

    @Test
    void thePageLoadsNothing() {
        String page = HtmlReport.render(Samples.report());
        String withoutScriptBodies = page.replaceAll("(?s)(<script[^>]*>).*?</script>", "$1");
        assertThat(withoutScriptBodies)
                .contains("default-src 'none'")
                .doesNotContainPattern("<(link|img|iframe|object|embed|base)\\b|src=|href=|@import|url\\(");
    }

    @Test
    void thePageCarriesTheChartLibrary() {
        assertThat(HtmlReport.render(Samples.report()))
                .hasSizeGreaterThan(1_000_000)
                .contains("echarts.init(");
    }

    @Test
    void everyPlaceIsFilledIn() {
        String page = HtmlReport.render(Samples.report());
        assertThat(withoutScripts(page)).doesNotContain("{{");
    }

    @Test
    void verdictAndTableAreReadableWithoutScripts() {
        String page = withoutScripts(HtmlReport.render(Samples.report()));
        assertThat(page)
                .contains("Federating raised the members&#39; mean accuracy by 8.2 points")
                .contains("Dogwood<small> (left)</small>", "Fir<small> (joined late)</small>", "<td>+16.7</td>")
                .contains("40 slots in 31.2 s, seed 1.")
                .contains("Federated metrics: 95.2 %, loss 0.1235, on 63 rows held out by 5 members");
    }

    @Test
    void aNameIsShownAndNeverRun() throws IOException {
        FederationReport report = Samples.report(List.of(Samples.member(HOSTILE, List.of(94, 10), 107, 110, 0, 40)));
        String page = HtmlReport.render(report);
        assertThat(page.indexOf("<script>alert")).isEqualTo(-1);
        assertThat(withoutScripts(page))
                .contains("&lt;/script&gt;&lt;script&gt;alert(&#39;{{title}} &amp; &quot;$1&quot;&#39;)");
        assertThat(embedded(page).at("/members/0/name").textValue()).isEqualTo(HOSTILE);
    }

    @Test
    void theChartsAreDrawnFromTheReportItself() throws IOException {
        FederationReport report = Samples.report();
        JsonNode data = embedded(HtmlReport.render(report));
        assertThat(data).isEqualTo(new ObjectMapper().readTree(report.toJson()));
    }

    @Test
    void thePageTellsHowToRepeatTheRun() {
        Provenance provenance = new Provenance("starling demo --out <dir>", "cafe", "", "shards of 2", "", "iris.csv");
        FederationReport report =
                Samples.report(Samples.members(), Samples.report().references(), provenance);
        assertThat(withoutScripts(HtmlReport.render(report)))
                .contains("<p>Repeat it with:</p>", "<pre><code>starling demo --out &lt;dir&gt;</code></pre>")
                .contains("SHA-256 of the data: cafe", "Split: shards of 2", "Data: iris.csv")
                .doesNotContain("SHA-256 of the charter", "Model:");
        assertThat(withoutScripts(HtmlReport.render(Samples.report()))).doesNotContain("Repeat it");
    }

    @Test
    void aPageOfErrorsSpeaksOfErrorsAndHasNoInterval() {
        String page = withoutScripts(HtmlReport.render(Samples.errors(Samples.erring("Alder", 4.12, 3.56))));
        assertThat(page)
                .contains("Lower is better.", "root mean square errors", "by range of the label")
                .contains("<dd>3.560</dd>", "<td>4.120</td><td>3.560</td><td>\u2013</td><td>+0.5600</td>")
                .doesNotContain("Wilson");
    }

    @Test
    void writingReplacesAnOlderPage(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("report.html");
        Files.writeString(file, "older");
        HtmlReport.write(Samples.report(), file);
        assertThat(Files.readString(file).equals(HtmlReport.render(Samples.report())))
                .isTrue();
    }

    private static String withoutScripts(String page) {
        return page.replaceAll("(?s)<script.*?</script>", "");
    }

    private static JsonNode embedded(String page) throws IOException {
        var data = Pattern.compile("(?s)<script type=\"application/json\" id=\"data\">(.*?)</script>")
                .matcher(page);
        assertThat(data.find()).isTrue();
        return new ObjectMapper().readTree(data.group(1));
    }
}
