package dev.starling.testnet.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code starling testnet}. */
@Command(
        name = "testnet",
        description = "Federations of real nodes on this machine, on your own data.",
        subcommands = {
            RunVerb.class,
            UpVerb.class,
            StatusVerb.class,
            KillVerb.class,
            RestartVerb.class,
            DownVerb.class,
            PrepareVerb.class
        },
        footer = {"", "EXAMPLE", "  starling testnet run --data patients.csv --label diagnosis --nodes 6"})
public final class TestnetGroup implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    boolean help;

    @Override
    public void run() {
        throw new ParameterException(
                Objects.requireNonNull(spec).commandLine(),
                "name a verb: "
                        + String.join(
                                ", ", Objects.requireNonNull(spec).subcommands().keySet()));
    }
}
