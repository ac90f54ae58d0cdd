package dev.starling.node.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds a command.
 *
 * @param out results and nothing else
 * @param err remarks, progress and errors
 * @param environment variables of the process
 * @param clock the time
 * @param prompt asks a person for a secret
 */
record Terminal(
        PrintWriter out,
        PrintWriter err,
        Function<String, @Nullable String> environment,
        Supplier<Instant> clock,
        Prompt prompt) {

    /** Asks for a secret without showing it. */
    @FunctionalInterface
    interface Prompt {
        /** The answer, owned by the caller; empty when nobody can be asked. */
        Optional<char[]> ask(String question);
    }

    /** That of this process. */
    static Terminal ofProcess() {
        return new Terminal(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                System::getenv,
                Instant::now,
                Terminal::askConsole);
    }

    private static Optional<char[]> askConsole(String question) {
        Console console = System.console();
        return console == null ? Optional.empty() : Optional.ofNullable(console.readPassword("%s ", question));
    }
}
