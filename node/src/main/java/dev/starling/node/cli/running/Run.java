package dev.starling.node.cli.running;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.starling.node.charter.Charter;
import dev.starling.node.charter.Metric;
import dev.starling.node.cli.verb.Answer;
import dev.starling.node.cli.verb.Terminal;
import dev.starling.node.cli.verb.Verb;
import dev.starling.node.config.EffectiveConfig;
import dev.starling.node.config.LogConfig;
import dev.starling.node.config.NodeConfig;
import dev.starling.node.data.ClassLabels;
import dev.starling.node.data.Labels;
import dev.starling.node.data.Quantities;
import dev.starling.node.data.split.Split;
import dev.starling.node.observe.LogSetup;
import dev.starling.node.observe.OperatorLog;
import dev.starling.node.observe.ProgressLine;
import dev.starling.node.observe.Scoreboard;
import dev.starling.node.observe.StatusReport;
import dev.starling.node.runtime.Node;
import dev.starling.node.site.Acceptance;
import dev.starling.node.site.CharterDocument;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.Federation;
import dev.starling.node.site.FederationFiles;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.site.Passphrase;
import dev.starling.node.site.SiteData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the member: listens, finds the others, trains and swaps until it is stopped. */
@Command(
        name = "run",
        description = {
            "Run this member: listen, find the others, train and swap snapshots.",
            "Goes on serving the model when the plan of the charter is done; ends on stop, leave or SIGTERM."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  starling run --dir north --passphrase-file north.pass",
            "",
            "Progress goes to standard output, the log to standard error; both stay plain lines when they are not a",
            "terminal. With --json each line of progress is one JSON object.",
        })
final class Run extends Verb {
    private static final long LOOK_MILLIS = 250;
    private static final long CLOSE_MILLIS = 8000;

    @Option(names = "--quiet", description = "No progress on standard output.")
    boolean quiet;

    Run(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected Answer run() throws Exception {
        DataDirectory directory = directory();
        EffectiveConfig effective = directory.readEffectiveConfig();
        NodeConfig config = effective.config();
        setUpLog(config.log());
        if (!effective.overridden().isEmpty()) {
            new OperatorLog()
                    .overridden(effective.overridden().stream()
                            .map(setting -> setting.key() + " = " + setting.value())
                            .collect(Collectors.joining(", ")));
        }
        Acceptance.require(directory, CharterDocument.read(directory));
        try (Federation federation = open(directory)) {
            SiteData data = SiteData.forTraining(config.data(), federation.charter());
            data.remarks().forEach(this::note);
            warnOfShare(federation, data.split());
            Scoreboard scores = new Scoreboard();
            scores.localScore(
                    localScore(directory, federation.charter().schema().metric()));
            Node node = Node.start(new Node.Setup(
                    directory,
                    federation,
                    config,
                    data.split(),
                    scores,
                    directory.readPeerHints(),
                    SiteData.unscaled(config.data(), federation.charter())));
            return serve(node);
        }
    }

    private static void setUpLog(LogConfig log) throws NodeFailure {
        String level = log.level().name();
        if (log.file() == null) {
            LogSetup.configure(level, log.json());
            return;
        }
        try {
            LogSetup.configure(
                    level, log.json(), new LogSetup.LogFile(log.file(), log.megabytes() * 1_000_000L, log.kept()));
        } catch (IOException e) {
            throw new NodeFailure(
                    ExitCode.CONFIGURATION,
                    log.file() + ": the log cannot be written there; make its directory, or change log.file",
                    e);
        }
    }

    private Federation open(DataDirectory directory) throws NodeFailure {
        try (Passphrase passphrase = passphrase()) {
            return FederationFiles.open(directory, passphrase.chars());
        }
    }

    private Answer serve(Node node) throws NodeFailure, InterruptedException {
        AtomicBoolean closed = new AtomicBoolean();
        Thread hook = new Thread(() -> {
            // SIGTERM: close in order, and end with 0 because that is what was asked for.
            if (closed.compareAndSet(false, true)) {
                node.close();
                Runtime.getRuntime().halt(ExitCode.OK.number());
            }
        });
        Runtime.getRuntime().addShutdownHook(hook);
        ProgressLine progress = new ProgressLine(terminal().out(), style());
        try {
            StatusReport last = follow(node, progress);
            progress.end();
            return Answer.of(
                    Answer.fields()
                            .with("phase", last.phase())
                            .with("slot", last.slot())
                            .with("metric", last.metric())
                            .with("federatedScore", last.federatedScore())
                            .with("bytesSent", last.bytesSent())
                            .with("bytesReceived", last.bytesReceived()),
                    "stopped at slot " + last.slot());
        } finally {
            if (closed.compareAndSet(false, true)) {
                Runtime.getRuntime().removeShutdownHook(hook);
                node.close();
            }
        }
    }

    private StatusReport follow(Node node, ProgressLine progress) throws NodeFailure, InterruptedException {
        Optional<StatusReport> status = Optional.empty();
        String phase = "";
        boolean ended = false;
        while (!ended) {
            ended = node.awaitEnd(LOOK_MILLIS);
            status = look(node).or(lastOf(status));
            if (!quiet && status.isPresent()) {
                progress.show(
                        status.get(),
                        System.nanoTime(),
                        ended || !status.get().phase().equals(phase));
                phase = status.get().phase();
            }
        }
        return status.orElseThrow(() -> new NodeFailure(ExitCode.FAILED, "the engine never answered; see the log"));
    }

    private static Supplier<Optional<StatusReport>> lastOf(Optional<StatusReport> status) {
        return () -> status;
    }

    /** Empty when the engine is too busy to answer. Should it have stopped by itself, {@link Node#awaitEnd} says so. */
    private static Optional<StatusReport> look(Node node) throws NodeFailure, InterruptedException {
        try {
            return Optional.of(node.status().toCompletableFuture().get(CLOSE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            node.awaitEnd(0);
            throw new NodeFailure(ExitCode.FAILED, "the engine does not answer; see the log", e);
        }
    }

    private ProgressLine.Style style() {
        if (json()) {
            return ProgressLine.Style.JSON;
        }
        return Terminal.interactive() ? ProgressLine.Style.TERMINAL : ProgressLine.Style.PLAIN;
    }

    private void warnOfShare(Federation federation, Split split) {
        int rows = split.training().rows();
        int attested = federation.self().rows();
        if (rows != attested) {
            note("the roster says " + attested + " training rows, the data has " + rows
                    + "; the roster's number decides the weight");
        }
        warnOfSameness(split.training().labels(), federation.charter().schema());
    }

    private void warnOfSameness(Labels labels, Charter.Schema schema) {
        if (labels instanceof ClassLabels known) {
            int[] counts = known.counts();
            for (int c = 0; c < counts.length; c++) {
                if (counts[c] == labels.rows()) {
                    note("all training rows are of one class, "
                            + schema.classes().get(c) + ": alone this data teaches nothing about the others");
                }
            }
        } else if (labels instanceof Quantities numbers && constant(numbers.values())) {
            note("all training rows have the same " + schema.label() + ": alone this data teaches nothing about it");
        }
    }

    private static boolean constant(float[] values) {
        for (float value : values) {
            if (value != values[0]) {
                return false;
            }
        }
        return true;
    }

    /** What `train --local` left, NaN when it was not run. */
    private static double localScore(DataDirectory directory, Metric metric) throws NodeFailure {
        Path file = directory.models().resolve("local.json");
        try {
            JsonNode figures = new ObjectMapper().readTree(file.toFile());
            return figures.path(metric.word()).asDouble(Double.NaN);
        } catch (IOException e) {
            if (Files.exists(file)) {
                throw new NodeFailure(
                        ExitCode.CONFIGURATION,
                        file + " cannot be read; remove it and run `starling train --local`",
                        e);
            }
            return Double.NaN;
        }
    }
}
