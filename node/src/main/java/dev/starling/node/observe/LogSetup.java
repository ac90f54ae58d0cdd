package dev.starling.node.observe;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.slf4j.LoggerFactory;

/** Sends the log to standard error or to a file, for people or as one JSON object a line. */
public final class LogSetup {
    private static final String OWN = "starling";

    private LogSetup() {}

    /**
     * A file that takes the log.
     *
     * @param path readable by its owner only
     * @param bytes size at which it is set aside
     * @param kept how many that were set aside are kept
     */
    public record LogFile(Path path, long bytes, int kept) {}

    /** To standard error. Libraries speak from warnings on; the node itself from {@code level} on. */
    public static void configure(String level, boolean json) {
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setTarget("System.err");
        send(console, level, json);
    }

    /**
     * The same to a file.
     *
     * @throws IOException when it cannot be written; what was set up before stays
     */
    public static void configure(String level, boolean json, LogFile file) throws IOException {
        OwnerLogFile.prepare(file.path());
        send(new OwnerLogFile(file), level, json);
    }

    private static void send(OutputStreamAppender<ILoggingEvent> appender, String level, boolean json) {
        LoggerContext context = context();
        context.reset();
        appender.setContext(context);
        appender.setEncoder(encoder(context, json, appender instanceof OwnerLogFile));
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(appender);
        setLevel(level);
        // JmDNS warns about every packet of other devices that it cannot read.
        context.getLogger("javax.jmdns").setLevel(Level.ERROR);
        context.getLogger("org.nd4j").setLevel(Level.ERROR);
    }

    /** The node itself speaks from this level on. */
    public static void setLevel(String level) {
        context().getLogger(OWN).setLevel(Level.toLevel(level));
    }

    /** From which level on the node itself speaks, in lower case. */
    public static String level() {
        return context().getLogger(OWN).getEffectiveLevel().toString().toLowerCase(Locale.ROOT);
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context, boolean json, boolean dated) {
        if (json) {
            JsonEncoder encoder = new JsonEncoder();
            encoder.setContext(context);
            encoder.start();
            return encoder;
        }
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern((dated ? "%d{yyyy-MM-dd HH:mm:ss.SSS}" : "%d{HH:mm:ss.SSS}") + " %-5level %msg%n%ex");
        encoder.start();
        return encoder;
    }
}
