package dev.starling.node.cli.verb;

import dev.starling.node.site.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The chapters of {@code OPERATING.md}, which travels inside the JAR. Every verb and every failure belongs to one of them. */
public enum Manual {
    INSTALL("Install and start", "unpack manual"),
    CONFIGURATION("Configuration", "init config"),
    DATA("Data", "data"),
    MEMBERS("Charter and members", "charter invite join approve revoke roster"),
    NETWORK("Network", "peers"),
    DOCTOR("Doctor", "doctor"),
    RUNNING("Run, pause, leave", "run pause resume leave stop"),
    STATUS("Status, health and logs", "status health log-level"),
    VERDICT("Is the shared model better?", "train eval"),
    MODEL("Take the model elsewhere", "model predict"),
    BACKUP("Backup, restore, move", "backup restore");

    private static final String FILE = "/dev/starling/node/OPERATING.md";

    private final String title;
    private final String verbs;

    /** @param verbs the first words of the verbs that it describes */
    Manual(String title, String verbs) {
        this.title = title;
        this.verbs = " " + verbs + " ";
    }

    /** The heading. */
    public String title() {
        return title;
    }

    /** How the command line calls the chapter. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The chapter that describes a verb, by its first word. */
    public static Optional<Manual> ofVerb(String verb) {
        return Stream.of(values())
                .filter(chapter -> chapter.verbs.contains(" " + verb + " "))
                .findFirst();
    }

    /** Where to read on after a failure of a verb. */
    public static Manual of(ExitCode code, String verb) {
        return switch (code) {
            case CONFIGURATION -> CONFIGURATION;
            case DATA -> DATA;
            case NETWORK ->
                verb.equals("run") || verb.equals("join")
                        ? NETWORK
                        : ofVerb(verb).orElse(NETWORK);
            default -> ofVerb(verb).orElse(INSTALL);
        };
    }

    /** All of the manual. */
    public static String text() {
        try (InputStream in = Manual.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is not in this JAR");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** This chapter, from its heading to the next one. */
    public String chapter() {
        String text = text();
        int from = text.indexOf("\n## " + title + "\n");
        if (from < 0) {
            throw new IllegalStateException("OPERATING.md has no chapter \"" + title + "\"");
        }
        int to = text.indexOf("\n## ", from + 1);
        return text.substring(from, to < 0 ? text.length() : to).strip();
    }
}
