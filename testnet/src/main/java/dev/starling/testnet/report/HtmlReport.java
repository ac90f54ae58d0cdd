package dev.starling.testnet.report;

import static java.util.Map.entry;

import dev.starling.testnet.report.FederationReport.Member;
import dev.starling.testnet.report.FederationReport.Run;
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
                Map.ofEntries(
                        entry("style", resource("report.css")),
                        entry(
                                "title",
                                escape("Federation of " + report.members().size() + " members")),
                        entry("mark", report.verdict().worthIt() ? "yes" : "no"),
                        entry("verdict", escape(report.verdict().sentence())),
                        entry("figures", figures(report)),
                        entry("better", better(report.task().score())),
                        entry("parts", accuracy(report) ? "class" : "range of the label"),
                        entry("rows", rows(report)),
                        entry("run", escape(run(report))),
                        entry("holdouts", escape(report.holdOutLine())),
                        entry("scores", scores(report)),
                        entry("provenance", provenance(report.provenance())),
                        entry("data", data(report)),
                        entry("library", resource("echarts/echarts.min.js")),
                        entry("charts", resource("report.js"))));
    }

    private static boolean accuracy(FederationReport report) {
        return report.task().score() == Score.ACCURACY;
    }

    private static String figures(FederationReport report) {
        Score score = report.task().score();
        return figure("mean federated", score.figure(report.mean()))
                + figure("mean alone", score.figure(report.meanAlone()))
                + figure("worst member", score.figure(report.worst()))
                + figure("spread", score.difference(report.spread()))
                + figure("pooled", score.figure(report.references().pooled()))
                + figure("sent per member", Figures.bytes(report.bytesPerMember()));
    }

    private static String figure(String name, String value) {
        return "<div><dt>" + escape(name) + "</dt><dd>" + escape(value) + "</dd></div>\n";
    }

    private static String rows(FederationReport report) {
        return report.members().stream().map(member -> row(report, member)).collect(Collectors.joining("\n"));
    }

    private static String row(FederationReport report, Member member) {
        Score score = report.task().score();
        return "<tr><th scope=\"row\">"
                + escape(member.name())
                + "<small>" + escape(TextTable.note(member)) + "</small></th>"
                + cell(Integer.toString(member.rows()))
                + cell(Integer.toString(member.slots()))
                + cell(score.figure(member.alone()))
                + cell(score.figure(member.federated()))
                + cell(likely(report, member))
                + cell(score.signed(report.gain(member)))
                + cell(Figures.bytes(member.bytesSent()))
                + "</tr>";
    }

    /** Of an error nothing is known but its size: how the squares scatter over the test rows is not in the report. */
    private static String likely(FederationReport report, Member member) {
        if (!accuracy(report)) {
            return "\u2013";
        }
        Interval interval = Interval.wilson(member.federated(), report.task().testRows());
        return Figures.percent(interval.low()) + " to " + Figures.percent(interval.high());
    }

    private static String cell(String text) {
        return "<td>" + escape(text) + "</td>";
    }

    private static String run(FederationReport report) {
        Run run = report.run();
        return String.format(
                Locale.ROOT,
                "%d slots in %.1f s, seed %d. Consensus distance at the end: %.4f.",
                run.slots(),
                run.seconds(),
                run.seed(),
                run.consensusDistance());
    }

    private static String better(Score score) {
        return score.higherIsBetter() ? "Higher is better." : "Lower is better.";
    }

    private static String scores(FederationReport report) {
        int testRows = report.task().testRows();
        if (accuracy(report)) {
            return "Scores are accuracies on the same " + testRows
                    + " test rows, which nobody trained on. <em>Gain</em>"
                    + " is in points. The interval is for the federated score (Wilson).";
        }
        return "Scores are root mean square errors on the same " + testRows + " test rows, which nobody trained on, in"
                + " the label's unit. <em>Gain</em> is how much the error fell.";
    }

    private static String provenance(Provenance provenance) {
        String command = provenance.command();
        return (command.isEmpty() ? "" : "<p>Repeat it with:</p>\n<pre><code>" + escape(command) + "</code></pre>\n")
                + known("Data", provenance.data())
                + known("SHA-256 of the data", provenance.dataHash())
                + known("SHA-256 of the charter", provenance.charterHash())
                + known("Split", provenance.split())
                + known("Model", provenance.model());
    }

    private static String known(String name, String value) {
        return value.isEmpty() ? "" : "<p class=\"known\">" + name + ": " + escape(value) + "</p>\n";
    }

    /** JSON inside a script element must not contain the text that would end it. */
    private static String data(FederationReport report) {
        return JsonReport.of(report).toString().replace("<", "\\u003c");
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
