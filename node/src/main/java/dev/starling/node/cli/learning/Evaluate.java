package dev.starling.node.cli.learning;

import dev.starling.node.cli.verb.Answer;
import dev.starling.node.cli.verb.Terminal;
import dev.starling.node.cli.verb.Verb;
import dev.starling.node.config.Charter;
import dev.starling.node.config.Metric;
import dev.starling.node.data.Examples;
import dev.starling.node.data.SchemaReader;
import dev.starling.node.learning.Evaluation;
import dev.starling.node.learning.Learner;
import dev.starling.node.learning.LearnerSettings;
import dev.starling.node.learning.Nd4jLearner;
import dev.starling.node.observe.ScoreText;
import dev.starling.node.runtime.CharterDocument;
import dev.starling.node.runtime.DataDirectory;
import dev.starling.node.runtime.ExitCode;
import dev.starling.node.runtime.FederationFiles;
import dev.starling.node.runtime.LocalModel;
import dev.starling.node.runtime.NodeFailure;
import dev.starling.node.runtime.SharedModel;
import dev.starling.node.runtime.SiteData;
import dev.starling.node.table.DataException;
import dev.starling.node.table.Table;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Answers whether the shared model is better than the own one. */
@Command(
        name = "eval",
        description = "Compare the shared model with the one trained alone, on rows that neither has seen here.",
        footerHeading = "%nExample:%n",
        footer = {
            "  starling eval --dir north",
            "",
            "Run `starling train --local` before for the comparison. Works beside a running node.",
        })
final class Evaluate extends Verb {
    @Option(
            names = "--test",
            paramLabel = "FILE",
            description = "Table to judge on (default: the rows held out of the own table).")
    @Nullable
    Path test;

    @Option(
            names = "--test-labels",
            paramLabel = "FILE",
            description = "Labels of that table, when it is an array with its labels in a file of their own.")
    @Nullable
    Path testLabels;

    Evaluate(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected Answer run() throws NodeFailure, DataException {
        if (testLabels != null && test == null) {
            throw new NodeFailure(ExitCode.USAGE, "--test-labels needs --test, the file that they are the labels of");
        }
        DataDirectory directory = directory();
        CharterDocument document = CharterDocument.read(directory);
        document.requireComplete();
        Charter charter = FederationFiles.scaled(document.charter(), FederationFiles.readRoster(directory, document));
        FederationFiles.requireScaling(charter);
        SharedModel shared = SharedModel.read(directory, document.federation(), charter)
                .orElseThrow(() -> new NodeFailure(
                        ExitCode.FAILED,
                        directory.state() + ": there is no shared model yet; start this node with `starling run`"));
        Optional<LocalModel> local = LocalModel.read(directory, document.federation(), charter);
        Examples rows = rows(directory, charter);
        Metric metric = charter.schema().metric();
        try (Learner learner = Nd4jLearner.open(LearnerSettings.of(charter), rows)) {
            Evaluation ofShared = learner.evaluate(shared.parameters(), rows);
            if (local.isEmpty()) {
                return alone(metric, shared, ofShared);
            }
            float[] alone = local.get().parameters();
            return compared(
                    shared,
                    ofShared,
                    learner.evaluate(alone, rows),
                    PairedComparison.of(
                            learner.outputs(shared.parameters(), rows), learner.outputs(alone, rows), rows.labels()));
        }
    }

    private Examples rows(DataDirectory directory, Charter charter) throws NodeFailure, DataException {
        if (test != null) {
            return SchemaReader.read(
                    Table.open(test, testLabels, directory.readConfig().data().rules()), charter);
        }
        SiteData data = SiteData.read(directory.readConfig().data(), charter);
        data.remarks().forEach(this::note);
        if (data.split().holdout().rows() == 0) {
            throw new NodeFailure(
                    ExitCode.DATA,
                    directory.config() + ": no row is held out; name a table with --test, or set data.holdout above 0"
                            + " before training");
        }
        return data.split().holdout();
    }

    private static Answer alone(Metric metric, SharedModel shared, Evaluation evaluation) {
        return Answer.of(
                Answer.fields()
                        .with("slot", shared.slot())
                        .with("rows", evaluation.rows())
                        .with("metric", metric.word())
                        .with("shared", fields(evaluation)),
                line(metric, "shared model, slot " + shared.slot(), evaluation)
                        + "\nRun `starling train --local` to compare it with a model of the own rows alone.");
    }

    private static Answer compared(
            SharedModel shared, Evaluation ofShared, Evaluation ofLocal, PairedComparison comparison) {
        String text = line(comparison.metric(), "shared model, slot " + shared.slot(), ofShared) + "\n"
                + line(comparison.metric(), "alone", ofLocal) + "\n"
                + comparison.sentence();
        return Answer.of(
                Answer.fields()
                        .with("slot", shared.slot())
                        .with("rows", ofShared.rows())
                        .with("metric", comparison.metric().word())
                        .with("shared", fields(ofShared))
                        .with("local", fields(ofLocal))
                        .with("only_shared_right", comparison.forFirst())
                        .with("only_local_right", comparison.forSecond())
                        .with("p_value", comparison.pValue()),
                text);
    }

    private static String line(Metric metric, String name, Evaluation evaluation) {
        if (metric == Metric.RMSE) {
            return String.format(
                    Locale.ROOT,
                    "%-24s RMSE %s, %d rows",
                    name,
                    ScoreText.of(metric.word(), evaluation.rmse()),
                    evaluation.rows());
        }
        String auc = Double.isNaN(evaluation.auc()) ? "" : String.format(Locale.ROOT, ", AUC %.4f", evaluation.auc());
        return String.format(
                Locale.ROOT,
                "%-24s accuracy %5.1f %%, log-loss %.4f%s, %d rows",
                name,
                100 * evaluation.accuracy(),
                evaluation.logLoss(),
                auc,
                evaluation.rows());
    }

    private static Answer.Fields fields(Evaluation evaluation) {
        return Answer.fields()
                .with("accuracy", evaluation.accuracy())
                .with("log_loss", evaluation.logLoss())
                .with("auc", evaluation.auc())
                .with("rmse", evaluation.rmse());
    }
}
