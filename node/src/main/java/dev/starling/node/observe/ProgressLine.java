package dev.starling.node.observe;

import java.io.PrintWriter;
import java.util.Locale;

/**
 * One line that says how the run goes: rewritten in place on a terminal, else printed anew at most once a second, or one
 * JSON object a line. Confined to the thread that calls it.
 */
public final class ProgressLine {
    private static final long SECOND_NANOS = 1_000_000_000L;

    /** How the line is shown. */
    public enum Style {
        TERMINAL,
        PLAIN,
        JSON
    }

    private final PrintWriter out;
    private final Style style;
    private long shownAtNanos;
    private int width;
    private String last = "";

    public ProgressLine(PrintWriter out, Style style) {
        this.out = out;
        this.style = style;
    }

    /** Shows the status unless the last line was shown a moment ago. */
    public void show(StatusReport status, long nowNanos, boolean important) {
        boolean soon = nowNanos - shownAtNanos < (style == Style.TERMINAL ? SECOND_NANOS / 5 : SECOND_NANOS);
        String text = style == Style.JSON ? json(status) : text(status);
        if (text.equals(last) || (!important && soon && shownAtNanos != 0)) {
            return;
        }
        shownAtNanos = nowNanos;
        last = text;
        if (style == Style.TERMINAL) {
            String padding = " ".repeat(Math.max(0, width - text.length()));
            out.print("\r" + text + padding);
            width = text.length();
        } else {
            out.println(text);
        }
        out.flush();
    }

    /** Leaves the line as it stands. */
    public void end() {
        if (style == Style.TERMINAL && width > 0) {
            out.println();
            out.flush();
        }
    }

    static String text(StatusReport s) {
        long alive = s.peers().stream().filter(p -> p.state().equals("alive")).count();
        String plan = s.plannedSlots() > 0 ? "/" + s.plannedSlots() : "";
        return String.format(
                Locale.ROOT,
                "%-9s slot %d%s  loss %s  hold-out %s  peers %d/%d  sent %s  received %s",
                s.detail(),
                s.slot(),
                plan,
                s.loss() == null ? "-" : String.format(Locale.ROOT, "%.3f", s.loss()),
                s.federatedScore() == null ? "-" : String.format(Locale.ROOT, "%.1f %%", 100 * s.federatedScore()),
                alive,
                s.peers().size(),
                bytes(s.bytesSent()),
                bytes(s.bytesReceived()));
    }

    private static String json(StatusReport s) {
        long alive = s.peers().stream().filter(p -> p.state().equals("alive")).count();
        return String.format(
                Locale.ROOT,
                "{\"phase\":\"%s\",\"slot\":%d,\"loss\":%s,\"federatedScore\":%s,\"peersAlive\":%d,"
                        + "\"bytesSent\":%d,\"bytesReceived\":%d}",
                s.phase(),
                s.slot(),
                s.loss(),
                s.federatedScore(),
                alive,
                s.bytesSent(),
                s.bytesReceived());
    }

    static String bytes(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        String[] units = {"kB", "MB", "GB", "TB"};
        double value = bytes;
        int unit = -1;
        do {
            value /= 1000;
            unit++;
        } while (value >= 999.5 && unit < units.length - 1);
        return String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, units[unit]);
    }
}
