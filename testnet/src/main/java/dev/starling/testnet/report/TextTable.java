package dev.starling.testnet.report;

import dev.starling.testnet.report.FederationReport.Member;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A table of plain text for a terminal or a log: the first column to the left, numbers to the right, no colour. Control
 * characters are shown as question marks, so a name cannot drive the terminal.
 */
public final class TextTable {

    private static final String GAP = "  ";
    private static final int MOST_MEMBERS = 16;
    private static final int EACH_END = 5;

    private final List<List<String>> lines = new ArrayList<>();

    /** Starts a table of as many columns as there are headings. */
    public TextTable(String... headings) {
        lines.add(clean(List.of(headings)));
    }

    /**
     * The members of a federation, then the whole of it. Of more than 16 members only the five worst and the five best
     * are shown, worst first, with a line between for the rest.
     */
    public static TextTable of(FederationReport report) {
        TextTable table = new TextTable("member", "rows", "slots", "alone", "federated", "gain", "sent");
        List<Member> members = report.members();
        if (members.size() <= MOST_MEMBERS) {
            members.forEach(member -> table.row(report, member));
        } else {
            List<Member> ranked = members.stream()
                    .sorted(Comparator.comparingDouble(
                            member -> report.task().score().gain(report.worst(), member.federated())))
                    .toList();
            int best = ranked.size() - EACH_END;
            ranked.subList(0, EACH_END).forEach(member -> table.row(report, member));
            table.row("\u2026 " + (best - EACH_END) + " more in report.html", "", "", "", "", "", "");
            ranked.subList(best, ranked.size()).forEach(member -> table.row(report, member));
        }
        Score score = report.task().score();
        return table.row(
                "mean",
                "",
                "",
                score.figure(report.meanAlone()),
                score.figure(report.mean()),
                score.signed(score.gain(report.meanAlone(), report.mean())),
                Figures.bytes(report.bytesPerMember()));
    }

    private void row(FederationReport report, Member member) {
        Score score = report.task().score();
        row(
                member.name() + note(member),
                Integer.toString(member.rows()),
                Integer.toString(member.slots()),
                score.figure(member.alone()),
                score.figure(member.federated()),
                score.signed(report.gain(member)),
                Figures.bytes(member.bytesSent()));
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
