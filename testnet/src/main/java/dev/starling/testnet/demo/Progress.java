package dev.starling.testnet.demo;

import dev.starling.testnet.report.TextTable;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Tells a person how the run goes: phases as they begin; between them the members, as a table that is refreshed in place on
 * a terminal, else as one line a second. Confined to one thread.
 */
final class Progress {
    private static final long SECOND_MILLIS = 1000;

    private final PrintWriter out;
    private final boolean terminal;
    private final int slots;
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
    record Line(String name, int slot, Optional<Double> score, int peers, long bytes, String doing) {}

    /**
     * @param out where to
     * @param terminal whether what was written can be taken back
     * @param slots planned slots
     */
    Progress(PrintWriter out, boolean terminal, int slots) {
        this.out = out;
        this.terminal = terminal;
        this.slots = slots;
    }

    /** Something has begun. */
    void phase(long millis, String what) {
        keepTable();
        out.println(String.format(Locale.ROOT, "[%5.1f s] %s", millis / 1000.0, what));
        out.flush();
    }

    /** How the members are now; shown at most once a second, in a terminal twice. */
    void members(long millis, List<Line> members) {
        long pause = terminal ? SECOND_MILLIS / 2 : SECOND_MILLIS;
        if (shownMillis != Long.MIN_VALUE && millis - shownMillis < pause) {
            return;
        }
        shownMillis = millis;
        if (terminal) {
            String table = table(members);
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
                    percent(member.score()),
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
                members.stream().map(Progress::brief).collect(Collectors.joining(" | ")));
    }

    private static String brief(Line member) {
        String peers = member.peers() == 1 ? "1 peer" : member.peers() + " peers";
        return member.name() + " " + percent(member.score()) + ", " + peers + ", " + kilobytes(member.bytes())
                + (member.doing().isEmpty() ? "" : ", " + member.doing());
    }

    private static String percent(Optional<Double> score) {
        return score.map(share -> String.format(Locale.ROOT, "%.1f %%", 100 * share))
                .orElse("-");
    }

    private static String kilobytes(long bytes) {
        return String.format(Locale.ROOT, "%.0f kB", bytes / 1000.0);
    }
}
