package dev.starling.node.cli;

import dev.starling.node.config.Charter;
import dev.starling.node.data.CsvTable;
import dev.starling.node.data.DataException;
import dev.starling.node.data.Examples;
import dev.starling.node.data.SchemaReader;
import dev.starling.node.learning.Evaluation;
import dev.starling.node.learning.Learner;
import dev.starling.node.learning.LearnerSettings;
import dev.starling.node.learning.Nd4jLearner;
import dev.starling.node.runtime.CharterDocument;
import dev.starling.node.runtime.DataDirectory;
import dev.starling.node.runtime.ExitCode;
import dev.starling.node.runtime.LocalModel;
import dev.starling.node.runtime.NodeFailure;
import dev.starling.node.runtime.SharedModel;
import dev.starling.node.runtime.SiteData;
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

    Evaluate(Terminal terminal) {
        super(terminal);
    }

    @Override
    Answer run() throws NodeFailure, DataException {
        DataDirectory directory = directory();
        CharterDocument document = CharterDocument.read(directory);
        document.requireComplete();
        Charter charter = document.charter();
        SharedModel shared = SharedModel.read(directory, document.federation(), charter)
                .orElseThrow(() -> new NodeFailure(
                        ExitCode.FAILED,
                        directory.state() + ": there is no shared model yet; start this node with `starling run`"));
        Optional<LocalModel> local = LocalModel.read(directory, document.federation(), charter);
        Examples rows = rows(directory, charter);
        try (Learner learner = Nd4jLearner.open(LearnerSettings.of(charter), rows)) {
            Evaluation ofShared = learner.evaluate(shared.parameters(), rows);
            if (local.isEmpty()) {
                return alone(shared, ofShared);
            }
            float[] alone = local.get().parameters();
            return compared(
                    shared,
                    ofShared,
                    learner.evaluate(alone, rows),
                    PairedComparison.of(
                            learner.probabilities(shared.parameters(), rows),
                            learner.probabilities(alone, rows),
                            rows));
        }
    }

    private Examples rows(DataDirectory directory, Charter charter) throws NodeFailure, DataException {
        if (test != null) {
            return SchemaReader.read(CsvTable.open(test), charter);
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

    private static Answer alone(SharedModel shared, Evaluation evaluation) {
        return Answer.of(
                Answer.fields()
                        .with("slot", shared.slot())
                        .with("rows", evaluation.rows())
                        .with("shared", fields(evaluation)),
                line("shared model, slot " + shared.slot(), evaluation)
                        + "\nRun `starling train --local` to compare it with a model of the own rows alone.");
    }

    private static Answer compared(
            SharedModel shared, Evaluation ofShared, Evaluation ofLocal, PairedComparison comparison) {
        String text = line("shared model, slot " + shared.slot(), ofShared) + "\n"
                + line("alone", ofLocal) + "\n"
                + comparison.sentence();
        return Answer.of(
                Answer.fields()
                        .with("slot", shared.slot())
                        .with("rows", ofShared.rows())
                        .with("shared", fields(ofShared))
                        .with("local", fields(ofLocal))
                        .with("only_shared_right", comparison.onlyFirstRight())
                        .with("only_local_right", comparison.onlySecondRight())
                        .with("p_value", comparison.pValue()),
                text);
    }

    private static String line(String name, Evaluation evaluation) {
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
                .with("auc", evaluation.auc());
    }
}
