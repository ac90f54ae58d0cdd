package dev.starling.testnet.run;

import dev.starling.node.site.CharterDocument;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import dev.starling.testnet.dataset.DataSet;
import dev.starling.testnet.federation.Directories;
import dev.starling.testnet.federation.Founding;
import dev.starling.testnet.federation.Founding.Agreement;
import dev.starling.testnet.federation.Judge;
import dev.starling.testnet.federation.Keys;
import dev.starling.testnet.federation.Progress;
import dev.starling.testnet.federation.References;
import dev.starling.testnet.federation.Settlement;
import dev.starling.testnet.federation.Settlement.Meeting;
import dev.starling.testnet.federation.Site;
import dev.starling.testnet.local.NodeProgram;
import dev.starling.testnet.local.Ports;
import dev.starling.testnet.report.CsvReport;
import dev.starling.testnet.report.FederationReport;
import dev.starling.testnet.report.HtmlReport;
import dev.starling.testnet.report.Score;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A run from data to report. Confined to one thread. */
public final class Experiment {
    private static final String FEDERATION = "Testnet run";

    private final RunSettings settings;
    private final Progress progress;
    private final long startNanos = System.nanoTime();

    public Experiment(RunSettings settings, Progress progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * Runs it. Everything that can be wrong with what was asked for is found before anything is written or started; if
     * something fails later, what was written is removed again, but for the logs.
     *
     * @throws NodeFailure when the data or a setting does not fit, a port is taken, a node dies, nothing moves any more, or a
     *     file cannot be written
     */
    public Outcome run() throws NodeFailure, InterruptedException {
        requireFree();
        boolean wasThere = Files.exists(settings.directory());
        DataSet data = DataSet.open(settings.data(), settings.seed());
        Agreement agreement = settings.training().agreement(FEDERATION, data, settings.seed());
        requirePlan(agreement);
        List<Integer> ports = Ports.take(
                InetAddress.getLoopbackAddress(),
                settings.port(),
                data.members().size());
        NodeProgram program = NodeProgram.find();
        progress.expect(agreement.plan().slots(), score(data));
        progress.phase(millis(), sentence(data));
        boolean done = false;
        try {
            Outcome outcome = run(data, agreement, Meeting.onLoopback(ports), program);
            done = true;
            return outcome;
        } catch (IOException e) {
            throw NodeFailure.of(e);
        } finally {
            if (!done) {
                removeAllButLogs(wasThere);
            }
        }
    }

    /**
     * What came of it.
     *
     * @param peakMemoryBytes most resident memory of each node's process, in the members' order; empty where the system does
     *     not tell
     */
    public record Outcome(FederationReport report, List<Long> peakMemoryBytes) {}

    private Outcome run(DataSet data, Agreement agreement, Meeting meeting, NodeProgram program)
            throws NodeFailure, InterruptedException, IOException {
        Settlement settlement = new Settlement(settings.directory(), data, settings.seed());
        CharterDocument document =
                settlement.settle(new Founding(agreement, Keys.ofSeed(settings.seed()), settings.holdout()), meeting);
        Files.write(settings.charter(), document.signed().charter());
        Files.createDirectories(settings.tests());
        List<Site> sites = settlement.sites(meeting);
        try (Judge judge = Judge.open(document, data.tests(settings.tests()))) {
            progress.phase(millis(), "training alone: each member on its own rows, and one model on everybody's");
            References references = References.train(document.charter(), sites, judge.tests(), this::trained);
            progress.phase(millis(), "federation " + document.federation().shortHex() + " starts on the loopback");
            Course course = new Course(sites, agreement.plan().slots(), judge, progress, startNanos);
            Course.Ending ending =
                    course.run(program, Heap.megabytes(document.charter(), data), settings.holdout() > 0);
            FederationReport report = new Findings(settings, data, document, references).report(ending, judge.metric());
            write(report);
            progress.phase(millis(), "done");
            return new Outcome(report, ending.peakMemoryBytes());
        }
    }

    private void trained(int done, int all) {
        if (done == all || done % Math.max(1, all / 5) == 0) {
            progress.phase(millis(), "  " + done + " of " + all + " trained");
        }
    }

    private void requireFree() throws NodeFailure {
        if (!Directories.isFree(settings.directory())) {
            throw new NodeFailure(
                    ExitCode.REFUSED,
                    settings.directory() + ": is not empty, and nothing is ever overwritten; choose another directory");
        }
    }

    private static void requirePlan(Agreement agreement) throws NodeFailure {
        if (agreement.plan().slots() < 1) {
            throw new NodeFailure(
                    ExitCode.USAGE,
                    "--slots must be at least 1, because a run has an end; for one without use `starling testnet up`");
        }
    }

    private static Score score(DataSet data) {
        return Findings.score(data.schema().metric());
    }

    private String sentence(DataSet data) {
        return data.rows() + " rows of " + data.source() + ", " + data.members().size() + " members (" + data.split()
                + ", seed " + settings.seed() + "), in " + settings.directory();
    }

    private void write(FederationReport report) throws IOException, NodeFailure {
        HtmlReport.write(report, settings.page());
        Files.writeString(settings.json(), report.toJson() + "\n");
        CsvReport.write(report, settings.csv());
        if (!settings.keep()) {
            Directories.remove(settings.nodes());
            Directories.remove(settings.tests());
        }
    }

    private void removeAllButLogs(boolean wasThere) throws NodeFailure {
        for (Path path : settings.written()) {
            Directories.remove(path);
        }
        if (Directories.isFree(settings.logs())) {
            Directories.remove(settings.logs());
        }
        if (!wasThere && Directories.isFree(settings.directory())) {
            Directories.remove(settings.directory());
        }
    }

    private long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    }
}
