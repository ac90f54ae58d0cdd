package dev.starling.testnet.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.starling.testnet.report.FederationReport.Member;
import dev.starling.testnet.report.FederationReport.Point;
import dev.starling.testnet.report.FederationReport.References;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The curves of a federation as a table for other tools: one measurement a line, {@code slot,member,score}. Accuracies
 * are fractions from 0 to 1, errors are in the label's unit. After the members, in their order, come four that are none:
 *
 * <ul>
 *   <li>{@code mean} and {@code worst}, over the members present at the slot;
 *   <li>{@code pooled}, one model trained on everybody's rows in one place;
 *   <li>{@code alone}, the mean over the members training by themselves.
 * </ul>
 *
 * A reference that was not followed over the slots is one line, its outcome at the last slot.
 */
public final class CsvReport {

    private CsvReport() {}

    /**
     * Writes the table as UTF-8 with quotes as in RFC 4180 and lines that end in a line feed, replacing an older one.
     *
     * @throws IOException if the file cannot be written
     */
    public static void write(FederationReport report, Path file) throws IOException {
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(file)) {
            csv.writeRecord("slot", "member", "score");
            for (Member member : report.members()) {
                lines(csv, member.name(), member.curve());
            }
            Curves together = Curves.of(report.task().score(), report.members());
            lines(csv, "mean", together.mean());
            lines(csv, "worst", together.worst());
            References references = report.references();
            int last = report.run().slots();
            lines(csv, "pooled", orOutcome(references.pooledCurve(), new Point(last, references.pooled())));
            lines(csv, "alone", orOutcome(references.aloneCurve(), new Point(last, report.meanAlone())));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static List<Point> orOutcome(List<Point> curve, Point outcome) {
        return curve.isEmpty() ? List.of(outcome) : curve;
    }

    private static void lines(CsvWriter csv, String member, List<Point> curve) {
        curve.forEach(point -> csv.writeRecord(Integer.toString(point.slot()), member, Double.toString(point.score())));
    }
}
