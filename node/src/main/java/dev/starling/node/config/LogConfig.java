package dev.starling.node.config;

/**
 * What is logged: section {@code log}.
 *
 * @param level least severity that is logged
 * @param json one JSON object a line instead of text
 */
public record LogConfig(Level level, boolean json) {
    static final String TEMPLATE = """
            [log]
            # "error", "warn", "info", "debug" or "trace".
            level = "info"
            # One JSON object a line.
            json = false
            """;

    /** Severity of a log line. */
    public enum Level {
        /** Somebody must act. */
        ERROR,
        /** Somebody should look. */
        WARN,
        /** What an operator follows. */
        INFO,
        /** What a developer follows. */
        DEBUG,
        /** Everything. */
        TRACE
    }

    static LogConfig read(Section section) {
        Level level = section.choice("level", Level.INFO, Level.values());
        boolean json = section.flag("json", false);
        section.end();
        return new LogConfig(level, json);
    }
}
