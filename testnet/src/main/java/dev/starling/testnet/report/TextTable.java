package dev.starling.testnet.report;

import dev.starling.testnet.report.FederationReport.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A table of plain text for a terminal or a log: the first column to the left, numbers to the right, no colour. Control
 * characters are shown as question marks, so a name cannot drive the terminal.
 */
public final class TextTable {

    private static final String GAP = "  ";

    private final List<List<String>> lines = new ArrayList<>();

    /** Starts a table of as many columns as there are headings. */
    public TextTable(String... headings) {
        lines.add(clean(List.of(headings)));
    }

    /** The members of a federation, then the whole of it. */
    public static TextTable of(FederationReport report) {
        TextTable table = new TextTable("member", "rows", "slots", "alone", "federated", "gain", "sent");
        for (Member member : report.members()) {
            table.row(
                    member.name() + note(member),
                    Integer.toString(member.rows()),
                    Integer.toString(member.slots()),
                    Figures.percent(member.alone()),
                    Figures.percent(member.federated()),
                    Figures.signed(member.federated() - member.alone()),
                    Figures.bytes(member.bytesSent()));
        }
        return table.row(
                "mean",
                "",
                "",
                Figures.percent(report.meanAlone()),
                Figures.percent(report.mean()),
                Figures.signed(report.mean() - report.meanAlone()),
                Figures.bytes(report.bytesPerMember()));
    }

    /**
     * Adds a row.
     *
     * @return this table
     * @throws IllegalArgumentException if there are not as many cells as headings
     */
    public TextTable row(String... cells) {
        if (cells.length != lines.get(0).size()) {
            throw new IllegalArgumentException(
                    cells.length + " cells under " + lines.get(0).size() + " headings");
        }
        lines.add(clean(List.of(cells)));
        return this;
    }

    /** The table, one line a row, without a line break at the end. */
    @Override
    public String toString() {
        int[] widths = IntStream.range(0, lines.get(0).size())
                .map(column -> lines.stream()
                        .mapToInt(line -> width(line.get(column)))
                        .max()
                        .orElse(0))
                .toArray();
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            StringBuilder row = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                String cell = line.get(column);
                String padding = " ".repeat(widths[column] - width(cell));
                row.append(column == 0 ? "" : GAP).append(column == 0 ? cell + padding : padding + cell);
            }
            text.append(text.isEmpty() ? "" : "\n").append(row.toString().stripTrailing());
        }
        return text.toString();
    }

    static String note(Member member) {
        if (member.late()) {
            return member.left() ? " (joined late, left)" : " (joined late)";
        }
        return member.left() ? " (left)" : "";
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }

    private static List<String> clean(List<String> cells) {
        return cells.stream()
                .map(cell -> cell.replaceAll("[\\p{Cc}\\p{Cf}]", "?"))
                .toList();
    }
}
