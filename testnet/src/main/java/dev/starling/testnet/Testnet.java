package dev.starling.testnet;

import dev.starling.node.observe.LogSetup;
import dev.starling.node.site.ExitCode;
import dev.starling.node.toml.Nearest;
import dev.starling.testnet.cli.BenchVerb;
import dev.starling.testnet.cli.TestnetGroup;
import dev.starling.testnet.cli.Verb;
import dev.starling.testnet.cli.sim.SimVerb;
import dev.starling.testnet.demo.DemoCommand;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The testnet's command line. */
@Command(
        name = "starling",
        description = "Whole federations on one machine.",
        subcommands = {DemoCommand.class, TestnetGroup.class, SimVerb.class, BenchVerb.class},
        footer = {"", "EXAMPLES", "  starling demo", "  starling testnet run --nodes 10 --split dirichlet:0.1"})
public final class Testnet implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    boolean help;

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] args) {
        LogSetup.configure("warn", false);
        System.exit(execute(writer(System.out), writer(System.err), args));
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    /**
     * Runs the command line.
     *
     * @return the exit code
     */
    public static int execute(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new Testnet())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(100)
                .setExpandAtFiles(false)
                .setParameterExceptionHandler((wrong, line) -> misused(out, err, wrong, line))
                .setExecutionExceptionHandler((bug, commandLine, parsed) -> {
                    err.println("this is a mistake in Starling, please report it:");
                    bug.printStackTrace(err);
                    return ExitCode.BUG.number();
                })
                .execute(args);
    }

    /** One line, and for programs one object: the help is long, and whoever wants it can ask. */
    private static int misused(PrintWriter out, PrintWriter err, ParameterException wrong, String... line) {
        CommandSpec command = wrong.getCommandLine().getCommandSpec();
        String nearest = wrong instanceof UnmatchedArgumentException unmatched
                ? nearest(unmatched.getUnmatched().get(0), command)
                : "";
        String message = wrong.getMessage() + nearest + "; see `" + command.qualifiedName() + " --help`";
        if (Arrays.asList(line).contains("--json")) {
            out.println(Verb.error(ExitCode.USAGE, message));
            out.flush();
        }
        err.println(command.qualifiedName() + ": " + message);
        err.flush();
        return ExitCode.USAGE.number();
    }

    private static String nearest(String word, CommandSpec command) {
        List<String> known = Stream.concat(
                        command.optionsMap().keySet().stream(), command.subcommands().keySet().stream())
                .toList();
        return Nearest.to(word, known)
                .map(near -> "; did you mean " + near + "?")
                .orElse("");
    }

    @Override
    public void run() {
        CommandSpec known = Objects.requireNonNull(spec);
        throw new ParameterException(
                known.commandLine(),
                "name a verb: " + String.join(", ", known.subcommands().keySet()));
    }
}
