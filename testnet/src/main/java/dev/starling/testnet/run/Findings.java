package dev.starling.testnet.run;

import dev.starling.node.charter.Metric;
import dev.starling.node.site.CharterDocument;
import dev.starling.node.site.NodeFailure;
import dev.starling.testnet.dataset.DataSet;
import dev.starling.testnet.federation.Attendance;
import dev.starling.testnet.federation.ConsensusDistance;
import dev.starling.testnet.federation.References;
import dev.starling.testnet.report.FederationReport;
import dev.starling.testnet.report.FederationReport.Member;
import dev.starling.testnet.report.FederationReport.Task;
import dev.starling.testnet.report.Provenance;
import dev.starling.testnet.report.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Puts together what a run came to, with all that it takes to repeat it. */
record Findings(RunSettings settings, DataSet data, CharterDocument document, References references) {

    FederationReport report(Course.Ending ending, Metric metric) throws NodeFailure {
        List<Member> members = new ArrayList<>();
        List<float[]> models = new ArrayList<>();
        for (int i = 0; i < ending.members().size(); i++) {
            Attendance attendance = ending.members().get(i);
            members.add(attendance.inReport(references.alone().get(i)));
            models.add(attendance.parameters());
        }
        return new FederationReport(
                new Task(score(metric), references.holdings().kinds(), references.testRows()),
                members,
                references.inReport(),
                new FederationReport.Run(
                        document.charter().plan().slots(),
                        ending.seconds(),
                        settings.seed(),
                        ConsensusDistance.of(models),
                        settings.page().toString(),
                        references.holdOuts(ending.members())),
                new Provenance(
                        settings.command(),
                        data.digest().hex(),
                        document.federation().hex(),
                        data.split(),
                        model(),
                        data.source()));
    }

    /** The report's word for a metric. */
    static Score score(Metric metric) {
        return metric == Metric.ACCURACY ? Score.ACCURACY : Score.RMSE;
    }

    private String model() {
        var charter = document.charter();
        String layers =
                IntStream.of(charter.layerSizes()).mapToObj(Integer::toString).collect(Collectors.joining("-"));
        var training = charter.training();
        return layers + ", " + charter.parameters() + " parameters; "
                + charter.plan().slots() + " slots of "
                + training.steps() + " batches of " + training.batch() + " rows, rate " + training.rate()
                + " falling to " + training.rate() * training.decay() + ", momentum " + training.momentum() + "; "
                + charter.mixing().encoding().word();
    }
}
