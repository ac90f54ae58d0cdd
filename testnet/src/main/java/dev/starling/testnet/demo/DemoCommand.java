package dev.starling.testnet.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.starling.node.runtime.ExitCode;
import dev.starling.node.runtime.NodeFailure;
import dev.starling.testnet.report.FederationReport;
import dev.starling.testnet.report.TextTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code starling demo}. */
@Command(
        name = "demo",
        description = {
            "A federation of real nodes on this machine, with a verdict.",
            "",
            "Six hospitals hold unequal, lopsided shares of a public table of breast cancer findings. Each is a process"
                    + " of its own with its own key and data directory. Five start, one joins late, one leaves early."
                    + " Takes about a minute."
        },
        footer = {
            "",
            "EXAMPLE",
            "  starling demo --seed 7 --out demo7",
            "",
            "EXIT CODES",
            "  0  done",
            "  1  a node or a computation failed",
            "  2  the command line is wrong",
            "  5  no network interface for --lan",
            "  6  the directory is not empty",
            "  70 a mistake in Starling"
        })
public final class DemoCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--seed", defaultValue = "1", description = "Chooses every hospital's rows and batches; default 1.")
    private long seed;

    @Option(names = "--slots", defaultValue = "40", description = "Planned slots, at least 10; default 40.")
    private int slots;

    @Option(
            names = "--lan",
            description = "Meet on a real network interface, by multicast DNS where that works, not on the loopback.")
    private boolean lan;

    @Option(names = "--json", description = "One JSON object on standard output.")
    private boolean json;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Empty directory for the report, the logs and the nodes; default a fresh temporary one.")
    private @Nullable Path directory;

    @Option(
            names = "--keep",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Whether the nodes' directories stay: keys, tables, states. Logs and report always do."
                    + " Default: they stay.")
    boolean keep = true;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    boolean help;

    @Override
    public Integer call() throws InterruptedException {
        CommandSpec own = java.util.Objects.requireNonNull(spec);
        PrintWriter out = own.commandLine().getOut();
        PrintWriter err = own.commandLine().getErr();
        if (slots < DemoSettings.FEWEST_SLOTS) {
            throw new ParameterException(own.commandLine(), "--slots must be at least " + DemoSettings.FEWEST_SLOTS);
        }
        try {
            DemoSettings settings = new DemoSettings(seed, slots, lan, place(), keep);
            FederationReport report = new Demo(settings, new Progress(err, Terminal.onStandardError(), slots)).run();
            out.println(json ? report.toJson() : text(report, settings));
            out.flush();
            return ExitCode.OK.number();
        } catch (NodeFailure e) {
            return failed(e, out, err);
        }
    }

    private Path place() throws NodeFailure {
        try {
            Path chosen = directory;
            if (chosen == null) {
                return Files.createTempDirectory("starling-demo-");
            }
            Files.createDirectories(chosen);
            try (Stream<Path> content = Files.list(chosen)) {
                if (content.findAny().isPresent()) {
                    throw new NodeFailure(
                            ExitCode.REFUSED,
                            chosen + ": is not empty, and nothing is ever overwritten; choose another directory");
                }
            }
            return chosen.toAbsolutePath().normalize();
        } catch (IOException e) {
            throw NodeFailure.of(e);
        }
    }

    private int failed(NodeFailure failure, PrintWriter out, PrintWriter err) {
        if (json) {
            out.println(JSON.createObjectNode()
                    .set(
                            "error",
                            JSON.valueToTree(Map.of("code", failure.code().number(), "message", failure.message()))));
            out.flush();
        }
        err.println("starling demo: " + failure.message());
        if (failure.code() == ExitCode.BUG) {
            failure.printStackTrace(err);
        }
        err.flush();
        return failure.code().number();
    }

    private static String text(FederationReport report, DemoSettings settings) {
        FederationReport.Run run = report.run();
        return String.join(
                "\n",
                TextTable.of(report).toString(),
                "",
                "pooled              "
                        + report.task().score().figure(report.references().pooled()),
                String.format(Locale.ROOT, "consensus distance  %.4f", run.consensusDistance()),
                String.format(Locale.ROOT, "time                %d slots in %.1f s", run.slots(), run.seconds()),
                "",
                report.verdict().sentence(),
                "",
                "report              " + settings.reportFile(),
                "logs                " + settings.logs(),
                settings.keep() ? "nodes               " + settings.nodes() : "nodes               deleted");
    }
}
