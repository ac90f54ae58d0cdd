package dev.starling.testnet.demo;

import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import dev.starling.testnet.cli.Verb;
import dev.starling.testnet.report.FederationReport;
import dev.starling.testnet.report.TextTable;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
public final class DemoCommand extends Verb {
    @Option(names = "--seed", defaultValue = "1", description = "Chooses every hospital's rows and batches; default 1.")
    private long seed;

    @Option(names = "--slots", defaultValue = "40", description = "Planned slots, at least 10; default 40.")
    private int slots;

    @Option(
            names = "--lan",
            description = "Meet on a real network interface, by multicast DNS where that works, not on the loopback.")
    private boolean lan;

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

    @Override
    protected Answer run() throws NodeFailure, InterruptedException {
        if (slots < DemoSettings.FEWEST_SLOTS) {
            throw new NodeFailure(ExitCode.USAGE, "--slots must be at least " + DemoSettings.FEWEST_SLOTS);
        }
        DemoSettings settings = new DemoSettings(seed, slots, lan, freeDirectory(directory, "starling-demo-"), keep);
        FederationReport report = new Demo(settings, progress()).run();
        return new Answer(report.toJson(), text(report, settings));
    }

    private static String text(FederationReport report, DemoSettings settings) {
        FederationReport.Run run = report.run();
        return String.join(
                "\n",
                TextTable.of(report).toString(),
                "",
                "pooled              "
                        + report.task().score().figure(report.references().pooled()),
                "federated metrics   " + report.holdOutLine(),
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
