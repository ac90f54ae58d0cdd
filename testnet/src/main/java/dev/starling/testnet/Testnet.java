package dev.starling.testnet;

import dev.starling.node.observe.LogSetup;
import dev.starling.node.runtime.ExitCode;
import dev.starling.testnet.cli.TestnetGroup;
import dev.starling.testnet.demo.DemoCommand;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The testnet's command line. */
@Command(
        name = "starling",
        description = "Whole federations on one machine.",
        subcommands = {DemoCommand.class, TestnetGroup.class},
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
                .setExecutionExceptionHandler((bug, commandLine, parsed) -> {
                    err.println("this is a mistake in Starling, please report it:");
                    bug.printStackTrace(err);
                    return ExitCode.BUG.number();
                })
                .execute(args);
    }

    @Override
    public void run() {
        CommandLine commandLine = Objects.requireNonNull(spec).commandLine();
        throw new CommandLine.ParameterException(commandLine, "name a verb");
    }
}
