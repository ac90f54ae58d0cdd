package dev.starling.testnet.federation;

import dev.starling.testnet.report.Score;
import dev.starling.testnet.report.TextTable;
import java.io.PrintWriter;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Tells a person how the run goes: phases as they begin; between them the members, as a table that is refreshed in place on
 * a terminal, else as one line a second. Confined to one thread.
 */
public final class Progress {
    private static final long SECOND_MILLIS = 1000;
    private static final int MOST_IN_A_TABLE = 12;
    private static final int MOST_IN_A_LINE = 6;

    private final PrintWriter out;
    private final boolean terminal;
    private int slots;
    private Score kind = Score.ACCURACY;
    private int shownLines;
    private long shownMillis = Long.MIN_VALUE;

    /**
     * A member at a moment.
     *
     * @param slot its latest slot
     * @param score its latest score on the test rows, if it has one
     * @param peers others it holds live
     * @param bytes it has sent
     * @param doing what it does, in a word
     */
    public record Line(String name, int slot, Optional<Double> score, int peers, long bytes, String doing) {}

    /**
     * @param out where to
     * @param terminal whether what was written can be taken back
     */
    public Progress(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /**
     * From now on it is about this.
     *
     * @param plannedSlots slots to train
     * @param score what members are scored by
     */
    public void expect(int plannedSlots, Score score) {
        slots = plannedSlots;
        kind = score;
    }

    /** Something has begun. */
    public void phase(long millis, String what) {
        keepTable();
        out.println(String.format(Locale.ROOT, "[%5.1f s] %s", millis / 1000.0, what));
        out.flush();
    }

    /** How the members are now; shown at most once a second, in a terminal twice. */
    public void members(long millis, List<Line> members) {
        long pause = terminal ? SECOND_MILLIS / 2 : SECOND_MILLIS;
        if (shownMillis != Long.MIN_VALUE && millis - shownMillis < pause) {
            return;
        }
        shownMillis = millis;
        if (terminal) {
            String table = members.size() > MOST_IN_A_TABLE ? line(millis, members) : table(members);
            if (shownLines > 0) {
                out.print("\u001b[" + shownLines + "A\u001b[J");
            }
            out.println(table);
            shownLines = (int) table.lines().count();
        } else {
            out.println(line(millis, members));
        }
        out.flush();
    }

    private void keepTable() {
        shownLines = 0;
        shownMillis = Long.MIN_VALUE;
    }

    private String table(List<Line> members) {
        TextTable table = new TextTable("member", "slot", "score", "peers", "sent", "");
        for (Line member : members) {
            table.row(
                    member.name(),
                    member.slot() + "/" + slots,
                    figure(member.score()),
                    Integer.toString(member.peers()),
                    kilobytes(member.bytes()),
                    member.doing());
        }
        return table.toString();
    }

    private String line(long millis, List<Line> members) {
        int slot = members.stream().mapToInt(Line::slot).max().orElse(0);
        return String.format(
                Locale.ROOT,
                "[%5.1f s] slot %2d/%d  %s",
                millis / 1000.0,
                slot,
                slots,
                members.size() > MOST_IN_A_LINE
                        ? together(members)
                        : members.stream().map(this::brief).collect(Collectors.joining(" | ")));
    }

    private String together(List<Line> members) {
        List<Double> scores = members.stream().flatMap(m -> m.score().stream()).toList();
        DoubleSummaryStatistics all =
                scores.stream().mapToDouble(Double::doubleValue).summaryStatistics();
        String score = scores.isEmpty()
                ? "-"
                : "mean " + kind.figure(all.getAverage()) + ", worst "
                        + kind.figure(kind.higherIsBetter() ? all.getMin() : all.getMax());
        long sent = members.stream().mapToLong(Line::bytes).sum() / members.size();
        int slowest = members.stream().mapToInt(Line::slot).min().orElse(0);
        return members.size() + " members, slowest at " + slowest + ", " + score + ", " + kilobytes(sent) + " a member";
    }

    private String brief(Line member) {
        String peers = member.peers() == 1 ? "1 peer" : member.peers() + " peers";
        return member.name() + " " + figure(member.score()) + ", " + peers + ", " + kilobytes(member.bytes())
                + (member.doing().isEmpty() ? "" : ", " + member.doing());
    }

    private String figure(Optional<Double> score) {
        return score.map(kind::figure).orElse("-");
    }

    private static String kilobytes(long bytes) {
        return String.format(Locale.ROOT, "%.0f kB", bytes / 1000.0);
    }
}
