package dev.starling.testnet.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import dev.starling.testnet.report.FederationReport;
import dev.starling.testnet.report.TextTable;
import dev.starling.testnet.run.Experiment;
import dev.starling.testnet.run.RunSettings;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code starling testnet run}. */
@Command(
        name = "run",
        sortOptions = false,
        description = {
            "A federation of real nodes on your own data, from the first slot to the verdict.",
            "",
            "Rows are dealt to the members, each of which is a process of its own with its own key and data directory. They"
                    + " train to the end of the plan and stop; every model is scored on the same test rows, beside what"
                    + " each member reaches alone and what one model reaches on everybody's rows. The same command gives"
                    + " the same split and the same charter again."
        },
        footer = {
            "",
            "EXAMPLES",
            "  starling testnet run",
            "  starling testnet run --data patients.csv --label diagnosis --nodes 6 --split dirichlet:0.5 --out run1",
            "  starling testnet run --data north.csv --data south.csv --label diagnosis",
            "  starling testnet run --data train-images.gz --labels train-labels.gz \\",
            "    --test test-images.gz --test-labels test-labels.gz --nodes 10 --split shards:2",
            "",
            "EXIT CODES",
            "  0  done",
            "  1  a node or a computation failed",
            "  2  the command line is wrong, or does not fit the data",
            "  4  the data cannot be used",
            "  5  a port is in use",
            "  6  the directory is not empty",
            "  70 a mistake in Starling"
        })
final class RunVerb extends Verb {
    private static final double MOST_HELD_OUT = 0.9;

    @Mixin
    DataOptions data = new DataOptions();

    @Mixin
    TrainingOptions training = new TrainingOptions();

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "S",
            description = "Of the split, the model, the batches and the keys; default 1.")
    long seed;

    @Option(
            names = "--holdout",
            defaultValue = "0.2",
            paramLabel = "SHARE",
            description =
                    "Of its rows, that each member keeps from training and judges consolidated models on, 0 to"
                            + " 0.9; default 0.2, as a node is set up. What the members' hold-outs say together is in the report.")
    double holdout;

    @Option(
            names = "--port",
            paramLabel = "P",
            description = "First of as many successive ports as there are members; default free ones.")
    @Nullable
    Integer port;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Empty directory for report.html, report.json, scores.csv, charter.toml, logs and nodes; default a"
                            + " fresh temporary one.")
    @Nullable
    Path directory;

    @Option(
            names = "--keep",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Whether the nodes' directories stay: keys, rows, states. Default: they stay.")
    boolean keep = true;

    @Override
    protected Answer run() throws NodeFailure, InterruptedException {
        if (!(holdout >= 0 && holdout <= MOST_HELD_OUT)) {
            throw new NodeFailure(
                    ExitCode.USAGE, "--holdout is a share from 0 to " + MOST_HELD_OUT + ", not " + holdout);
        }
        RunSettings settings = new RunSettings(
                data.request(),
                training.choice(),
                holdout,
                seed,
                port == null ? OptionalInt.empty() : OptionalInt.of(port),
                freeDirectory(directory, "starling-run-"),
                keep,
                commandAgain(Set.of("--out")));
        Experiment.Outcome outcome = new Experiment(settings, progress()).run();
        return new Answer(json(outcome), text(outcome, settings));
    }

    private static String json(Experiment.Outcome outcome) {
        ObjectNode object = outcome.report().toJsonObject();
        outcome.peakMemoryBytes().forEach(object.putArray("peakMemoryBytes")::add);
        return object.toString();
    }

    private static String text(Experiment.Outcome outcome, RunSettings settings) {
        FederationReport report = outcome.report();
        FederationReport.Run run = report.run();
        long peak = outcome.peakMemoryBytes().stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
        return String.join(
                "\n",
                TextTable.of(report).toString(),
                "",
                "pooled              "
                        + report.task().score().figure(report.references().pooled()),
                "federated metrics   " + report.holdOutLine(),
                "worst member        " + report.task().score().figure(report.worst()),
                String.format(Locale.ROOT, "consensus distance  %.4f", run.consensusDistance()),
                String.format(Locale.ROOT, "time                %d slots in %.1f s", run.slots(), run.seconds()),
                String.format(Locale.ROOT, "memory              %d MB in the largest node", peak / 1_000_000),
                "",
                report.verdict().sentence(),
                "",
                "report              " + settings.page(),
                "repeat              " + settings.command());
    }
}
