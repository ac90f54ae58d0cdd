package dev.starling.node.observe;

import java.io.PrintWriter;
import java.util.Locale;

/**
 * One line that says how the run goes: rewritten in place on a terminal, else printed anew at most once a second, or one
 * JSON object a line. Confined to the thread that calls it.
 */
public final class ProgressLine {
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long MINUTE_NANOS = 60 * SECOND_NANOS;

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

    /**
     * Shows the status unless the last line was shown a moment ago. A line of its own is worth something new: while only
     * the bytes of heartbeats grow, as in an idle node, one a minute is enough.
     */
    public void show(StatusReport status, long nowNanos, boolean important) {
        long sinceNanos = nowNanos - shownAtNanos;
        String news = status.detail() + status.slot() + status.federatedScore() + together(status) + alive(status);
        boolean newLines = style != Style.TERMINAL;
        boolean soon = sinceNanos < (newLines ? SECOND_NANOS : SECOND_NANOS / 5);
        boolean old = newLines && news.equals(last) && sinceNanos < MINUTE_NANOS;
        if (!important && shownAtNanos != 0 && (soon || old)) {
            return;
        }
        String text = style == Style.JSON ? json(status) : text(status);
        shownAtNanos = nowNanos;
        last = news;
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
        String plan = s.plannedSlots() > 0 ? "/" + s.plannedSlots() : "";
        return String.format(
                Locale.ROOT,
                "%-9s slot %d%s  loss %s  hold-out %s%s  peers %d/%d  sent %s  received %s",
                s.detail(),
                s.slot(),
                plan,
                s.loss() == null ? "-" : String.format(Locale.ROOT, "%.3f", s.loss()),
                s.federatedScore() == null ? "-" : ScoreText.of(s.metric(), s.federatedScore()),
                together(s),
                alive(s),
                s.peers().size(),
                bytes(s.bytesSent()),
                bytes(s.bytesReceived()));
    }

    /** The newest consolidated model on everybody's hold-outs. */
    private static String together(StatusReport s) {
        StatusReport.Metrics metrics = s.federatedMetrics();
        return metrics == null
                ? ""
                : ", all " + ScoreText.of(s.metric(), metrics.score()) + " (model " + metrics.index() + ")";
    }

    private static String json(StatusReport s) {
        return String.format(
                Locale.ROOT,
                "{\"phase\":\"%s\",\"slot\":%d,\"loss\":%s,\"metric\":\"%s\",\"federatedScore\":%s,\"metricsIndex\":%s,\"metricsScore\":%s,"
                        + "\"peersAlive\":%d,\"bytesSent\":%d,\"bytesReceived\":%d}",
                s.phase(),
                s.slot(),
                s.loss(),
                s.metric(),
                s.federatedScore(),
                s.federatedMetrics() == null ? null : s.federatedMetrics().index(),
                s.federatedMetrics() == null ? null : s.federatedMetrics().score(),
                alive(s),
                s.bytesSent(),
                s.bytesReceived());
    }

    private static long alive(StatusReport s) {
        return s.peers().stream().filter(p -> p.state().equals("alive")).count();
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
