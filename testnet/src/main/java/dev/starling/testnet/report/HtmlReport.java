package dev.starling.testnet.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.starling.testnet.report.FederationReport.Member;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One page about one federation, complete in itself: style, chart library and numbers are inside the file, so it opens
 * from a disk, in a mail or behind a fire wall, and loads nothing. The verdict, the figures and the table are plain HTML
 * and readable without scripts; the charts are drawn by Apache ECharts from the embedded report.
 */
public final class HtmlReport {

    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z]+)\\}\\}");
    private static final ObjectMapper JSON = new ObjectMapper();

    private HtmlReport() {}

    /**
     * Writes the page, replacing an older one.
     *
     * @throws IOException if the file cannot be written
     */
    public static void write(FederationReport report, Path file) throws IOException {
        Files.writeString(file, render(report));
    }

    /** The page as text, to be stored as UTF-8. */
    public static String render(FederationReport report) {
        return fill(
                resource("report.html"),
                Map.of(
                        "style", resource("report.css"),
                        "title", escape("Federation of " + report.members().size() + " members"),
                        "mark", report.verdict().worthIt() ? "yes" : "no",
                        "verdict", escape(report.verdict().sentence()),
                        "figures", figures(report),
                        "rows", rows(report),
                        "run", escape(run(report)),
                        "data", data(report),
                        "library", resource("echarts/echarts.min.js"),
                        "charts", resource("report.js")));
    }

    private static String figures(FederationReport report) {
        return figure("mean federated", Figures.percent(report.mean()))
                + figure("mean alone", Figures.percent(report.meanAlone()))
                + figure("worst member", Figures.percent(report.worst()))
                + figure("spread", Figures.points(report.spread()))
                + figure("pooled", Figures.percent(report.pooled()))
                + figure("sent per member", Figures.bytes(report.bytesPerMember()));
    }

    private static String figure(String name, String value) {
        return "<div><dt>" + escape(name) + "</dt><dd>" + escape(value) + "</dd></div>\n";
    }

    private static String rows(FederationReport report) {
        return report.members().stream()
                .map(member -> row(member, report.testRows()))
                .collect(Collectors.joining("\n"));
    }

    private static String row(Member member, int testRows) {
        Interval likely = Interval.wilson(member.federated(), testRows);
        return "<tr><th scope=\"row\">"
                + escape(member.name())
                + "<small>" + escape(TextTable.note(member)) + "</small></th>"
                + cell(Integer.toString(member.rows()))
                + cell(Integer.toString(member.slots()))
                + cell(Figures.percent(member.alone()))
                + cell(Figures.percent(member.federated()))
                + cell(Figures.percent(likely.low()) + " to " + Figures.percent(likely.high()))
                + cell(Figures.signed(member.federated() - member.alone()))
                + cell(Figures.bytes(member.bytesSent()))
                + "</tr>";
    }

    private static String cell(String text) {
        return "<td>" + escape(text) + "</td>";
    }

    private static String run(FederationReport report) {
        return String.format(
                Locale.ROOT,
                "%d slots in %.1f s, seed %d. Consensus distance at the end: %.4f.",
                report.slots(),
                report.seconds(),
                report.seed(),
                report.consensusDistance());
    }

    /** JSON inside a script element must not contain the text that would end it. */
    private static String data(FederationReport report) {
        try {
            return JSON.writeValueAsString(Map.of("report", report, "curves", Curves.of(report.members())))
                    .replace("<", "\\u003c");
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** One pass, so that text filled in is never itself searched for places. */
    private static String fill(String template, Map<String, String> values) {
        return PLACE.matcher(template).replaceAll(place -> {
            String value = values.get(place.group(1));
            if (value == null) {
                throw new IllegalStateException("nothing to fill in for " + place.group());
            }
            return Matcher.quoteReplacement(value);
        });
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String resource(String name) {
        try (InputStream stream = HtmlReport.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(name + " is missing from this build");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
