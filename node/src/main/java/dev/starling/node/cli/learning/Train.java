package dev.starling.node.cli.learning;

import dev.starling.node.charter.Charter;
import dev.starling.node.charter.Metric;
import dev.starling.node.cli.verb.Answer;
import dev.starling.node.cli.verb.Terminal;
import dev.starling.node.cli.verb.Verb;
import dev.starling.node.config.NodeConfig;
import dev.starling.node.data.Examples;
import dev.starling.node.learning.Baseline;
import dev.starling.node.learning.Evaluation;
import dev.starling.node.learning.Learner;
import dev.starling.node.learning.LearnerSettings;
import dev.starling.node.learning.LocalTraining;
import dev.starling.node.learning.Nd4jLearner;
import dev.starling.node.observe.ScoreText;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.Federation;
import dev.starling.node.site.FederationFiles;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.site.Passphrase;
import dev.starling.node.site.SiteData;
import dev.starling.node.site.model.InitialModel;
import dev.starling.node.site.model.LocalModel;
import dev.starling.node.verdict.Separation;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains the baseline that the federation has to beat. */
@Command(
        name = "train",
        description = "Train on the own rows alone, with the charter's model and plan, as a baseline.",
        footerHeading = "%nExample:%n",
        footer = {
            "  starling train --local --dir north",
            "",
            "Writes models/local.npz and models/local.json; `starling eval` compares them with the shared model.",
        })
final class Train extends Verb {
    @Option(
            names = "--local",
            required = true,
            description = "Nothing is sent or received. (`starling run` federates.)")
    boolean local;

    @Option(names = "--slots", paramLabel = "N", description = "Slots to train (default: the charter's plan).")
    @Nullable
    Integer slots;

    Train(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected Answer run() throws NodeFailure {
        DataDirectory directory = directory();
        NodeConfig config = directory.readConfig();
        try (Passphrase passphrase = passphrase();
                Federation federation = FederationFiles.open(directory, passphrase.chars())) {
            Charter charter = federation.charter();
            FederationFiles.requireScaling(charter);
            int planned = planned(charter);
            SiteData data = SiteData.forTraining(config.data(), charter);
            data.remarks().forEach(this::note);
            try (Learner learner =
                    Nd4jLearner.open(LearnerSettings.of(charter), data.split().training())) {
                Baseline baseline = new LocalTraining(charter, learner, InitialModel.of(directory, charter))
                        .run(planned, config.data().seed(), data.split().holdout(), this::progress, () -> false);
                requireFinite(baseline);
                Examples holdout = data.split().holdout();
                LocalModel.Trained trained = new LocalModel.Trained(
                        data.split().training().rows(),
                        baseline,
                        Separation.of(learner.outputs(baseline.parameters(), holdout), holdout.labels()));
                LocalModel model = new LocalModel(
                        LocalModel.summary(federation.roster().federation(), planned, trained), baseline.parameters());
                model.save(directory, charter);
                return answer(charter.schema().metric(), model.summary(), baseline);
            }
        }
    }

    private int planned(Charter charter) throws NodeFailure {
        int planned = slots == null ? charter.plan().slots() : slots;
        if (planned < 1) {
            throw new NodeFailure(
                    ExitCode.USAGE,
                    slots == null
                            ? "the charter's plan has no end; say how many slots to train with --slots N"
                            : "--slots must be at least 1");
        }
        return planned;
    }

    private void progress(int slot, int all, double meanLoss, float[] parameters) {
        if (slot == all || slot % Math.max(1, all / 10) == 0) {
            note("slot %d of %d, loss %.4f".formatted(slot, all, meanLoss));
        }
    }

    private static void requireFinite(Baseline baseline) throws NodeFailure {
        for (float value : baseline.parameters()) {
            if (!Float.isFinite(value)) {
                throw new NodeFailure(
                        ExitCode.FAILED,
                        "training has diverged and nothing was written; the charter's rate is too high for this data");
            }
        }
    }

    private static Answer answer(Metric metric, LocalModel.Summary summary, Baseline baseline) {
        String judged = summary.rows() == 0
                ? "No row is held out, so it was not judged; set data.holdout in starling.toml above 0."
                : "Alone: " + judged(metric, baseline.holdout(), summary.auc()) + " on the " + summary.rows()
                        + " rows held out.";
        return Answer.of(
                Answer.fields()
                        .with("federation", summary.federation())
                        .with("slots", summary.slots())
                        .with("steps", summary.steps())
                        .with("training_rows", summary.trainingRows())
                        .with("rows", summary.rows())
                        .with("metric", metric.word())
                        .with("accuracy", summary.accuracy())
                        .with("log_loss", summary.logLoss())
                        .with("auc", summary.auc())
                        .with("rmse", summary.rmse())
                        .with("parameters", summary.parameters()),
                "Trained " + summary.steps() + " batches on " + summary.trainingRows()
                        + " rows; saved models/local.npz.\n" + judged);
    }

    private static String judged(Metric metric, Evaluation evaluation, @Nullable Double auc) {
        String score = ScoreText.named(metric.word(), evaluation.score(metric));
        String area = auc == null ? "" : String.format(Locale.ROOT, ", AUC %.4f", auc);
        return metric == Metric.ACCURACY
                ? String.format(Locale.ROOT, "%s, log-loss %.4f%s", score, evaluation.logLoss(), area)
                : score;
    }
}
