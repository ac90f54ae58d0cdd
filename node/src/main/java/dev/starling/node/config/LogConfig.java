package dev.starling.node.config;

import dev.starling.node.toml.Section;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What is logged, and where: section {@code log}.
 *
 * @param level least severity that is logged
 * @param json one JSON object a line instead of text
 * @param file takes the log; null for standard error
 * @param megabytes size at which a file is set aside and a new one begun
 * @param kept how many of those that were set aside are kept
 */
public record LogConfig(Level level, boolean json, @Nullable Path file, int megabytes, int kept) {
    static final String TEMPLATE = """
            [log]
            # "error", "warn", "info", "debug" or "trace".
            level = "info"
            # One JSON object a line.
            json = false
            # A file that takes the log instead of standard error, for its owner only.
            # file = "starling.log"
            # Megabytes at which the file is set aside as starling.log.1 and so on, and how many of those are kept.
            megabytes = 10
            kept = 5
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

    static LogConfig read(Section section, Path dataDirectory) {
        Level level = section.choice("level", Level.INFO, Level.values());
        boolean json = section.flag("json", false);
        Path file = section.has("file")
                ? section.parsed(
                        "file", section.text("file", 4096, "starling.log"), "write the path of a file", name -> {
                            if (name.indexOf('%') >= 0) {
                                throw new IllegalArgumentException(
                                        "a per cent sign would be taken for a number to fill in");
                            }
                            try {
                                return dataDirectory.resolve(name).normalize();
                            } catch (InvalidPathException e) {
                                throw new IllegalArgumentException("it is not a path on this system", e);
                            }
                        })
                : null;
        int megabytes = (int) section.integer("megabytes", 10, 1, 100_000);
        int kept = (int) section.integer("kept", 5, 1, 20);
        section.end();
        return new LogConfig(level, json, file, megabytes, kept);
    }
}
