package dev.starling.node.cli.verb;

import java.io.Console;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What surrounds a command.
 *
 * @param out results and nothing else
 * @param err remarks, progress and errors
 * @param environment variables of the process
 * @param clock the time
 * @param prompt asks a person for a secret
 */
public record Terminal(
        PrintWriter out, PrintWriter err, Map<String, String> environment, Supplier<Instant> clock, Prompt prompt) {

    /** Asks for a secret without showing it. */
    @FunctionalInterface
    public interface Prompt {
        /** The answer, owned by the caller; empty when nobody can be asked. */
        Optional<char[]> ask(String question);
    }

    /** That of this process. */
    public static Terminal ofProcess() {
        return new Terminal(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                System.getenv(),
                Instant::now,
                Terminal::askConsole);
    }

    /** True when a person sees standard output as it comes. */
    public static boolean interactive() {
        return console().isPresent();
    }

    private static Optional<char[]> askConsole(String question) {
        return console().flatMap(console -> Optional.ofNullable(console.readPassword("%s ", question)));
    }

    /** From Java 22 on there may be a console without a terminal behind it; only then can it be asked about that. */
    @SuppressWarnings("SystemConsoleNull")
    private static Optional<Console> console() {
        Console console = System.console();
        if (console == null) {
            return Optional.empty();
        }
        try {
            boolean terminal = (boolean) Console.class.getMethod("isTerminal").invoke(console);
            return terminal ? Optional.of(console) : Optional.empty();
        } catch (ReflectiveOperationException e) {
            return Optional.of(console);
        }
    }
}
