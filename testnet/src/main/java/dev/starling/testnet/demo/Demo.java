package dev.starling.testnet.demo;

import dev.starling.node.site.CharterDocument;
import dev.starling.node.site.NodeFailure;
import dev.starling.testnet.federation.Attendance;
import dev.starling.testnet.federation.ConsensusDistance;
import dev.starling.testnet.federation.Directories;
import dev.starling.testnet.federation.Judge;
import dev.starling.testnet.federation.Progress;
import dev.starling.testnet.federation.References;
import dev.starling.testnet.local.NodeProgram;
import dev.starling.testnet.report.FederationReport;
import dev.starling.testnet.report.FederationReport.Member;
import dev.starling.testnet.report.HtmlReport;
import dev.starling.testnet.report.Provenance;
import dev.starling.testnet.report.Score;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The demonstration from an empty directory to a report. */
final class Demo {
    private final DemoSettings settings;
    private final Progress progress;
    private final long startNanos = System.nanoTime();

    Demo(DemoSettings settings, Progress progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * Runs it and writes the page.
     *
     * @throws NodeFailure when a node dies, nothing moves any more, or a file cannot be written
     */
    FederationReport run() throws NodeFailure, InterruptedException {
        DemoTable table = DemoTable.embedded();
        NodeProgram program = NodeProgram.find();
        Meeting meeting = settings.lan() ? Meeting.onLan() : Meeting.onLoopback();
        progress.expect(settings.slots(), Score.ACCURACY);
        progress.phase(millis(), "preparing six hospitals in " + settings.directory());
        Preparation preparation = new Preparation(settings, meeting);
        Cast cast = new Cast(preparation.prepare(table.shares(settings.seed())));
        CharterDocument document = CharterDocument.read(cast.founder().directory());
        try (Judge judge = Judge.open(document, table.tests());
                Story story = new Story(new Story.Props(settings, cast, preparation, progress, program), startNanos)) {
            long nodesFrom = System.nanoTime();
            story.open();
            progress.phase(millis(), "training alone: each hospital on its own rows, then on everybody's in one place");
            References references =
                    References.train(document.charter(), cast.sites(), judge.tests(), (done, all) -> {});
            progress.phase(millis(), "federation starts " + meeting.sentence());
            story.play(judge);
            double seconds = (System.nanoTime() - nodesFrom) / 1e9;
            FederationReport report = report(document, references, story.members(), seconds);
            write(report);
            progress.phase(millis(), "done");
            return report;
        }
    }

    private FederationReport report(
            CharterDocument document, References references, List<Attendance> attendances, double seconds)
            throws NodeFailure {
        List<Member> members = new ArrayList<>();
        List<float[]> present = new ArrayList<>();
        for (int i = 0; i < attendances.size(); i++) {
            Attendance attendance = attendances.get(i);
            members.add(attendance.inReport(references.alone().get(i)));
            if (!attendance.left()) {
                present.add(attendance.parameters());
            }
        }
        int slots = attendances.stream().mapToInt(Attendance::lastSlot).max().orElse(0);
        return new FederationReport(
                new FederationReport.Task(
                        Score.ACCURACY, document.charter().schema().classes(), references.testRows()),
                members,
                references.inReport(),
                new FederationReport.Run(
                        slots,
                        seconds,
                        settings.seed(),
                        ConsensusDistance.of(present),
                        settings.reportFile().toString(),
                        references.holdOuts(attendances)),
                provenance(document));
    }

    private Provenance provenance(CharterDocument document) {
        return new Provenance(
                "starling demo --seed " + settings.seed() + " --slots " + settings.slots()
                        + (settings.lan() ? " --lan" : ""),
                "",
                document.federation().hex(),
                "",
                "",
                "");
    }

    private void write(FederationReport report) throws NodeFailure {
        try {
            HtmlReport.write(report, settings.reportFile());
            if (!settings.keep()) {
                Directories.remove(settings.nodes());
            }
        } catch (IOException e) {
            throw NodeFailure.of(e);
        }
    }

    private long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    }
}
