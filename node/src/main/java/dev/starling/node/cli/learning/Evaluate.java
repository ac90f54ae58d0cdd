package dev.starling.node.cli.learning;

import dev.starling.node.charter.Charter.Schema;
import dev.starling.node.cli.verb.Answer;
import dev.starling.node.cli.verb.Terminal;
import dev.starling.node.cli.verb.Verb;
import dev.starling.node.config.DataConfig;
import dev.starling.node.data.Examples;
import dev.starling.node.data.SchemaReader;
import dev.starling.node.learning.Learner;
import dev.starling.node.learning.LearnerSettings;
import dev.starling.node.learning.Nd4jLearner;
import dev.starling.node.site.Agreed;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.site.SiteData;
import dev.starling.node.site.model.LocalModel;
import dev.starling.node.site.model.MemberModels;
import dev.starling.node.table.DataException;
import dev.starling.node.table.Table;
import dev.starling.node.verdict.Comparison;
import dev.starling.node.verdict.Judgement;
import dev.starling.node.verdict.Sentence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
            "  starling eval --dir north --share north.share.json",
            "  starling eval --dir north --matrix north.share.json south.share.json",
            "",
            "Run `starling train --local` before for the comparison. Works beside a running node. Every figure comes with its",
            "95 %% interval: Wilson's for shares of rows, the paired bootstrap for all others, by whole groups if there are any.",
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

    @Option(
            names = "--which",
            paramLabel = "MODEL",
            description =
                    "Shared model to judge: current (default), best, consolidated, a slot or a digest, as `starling"
                            + " model list` shows them.")
    String which = MemberModels.CURRENT;

    @Option(
            names = "--share",
            paramLabel = "FILE",
            description = "Write this site's aggregates to a signed file for the others; nothing of few rows is in it.")
    @Nullable
    Path share;

    @Option(
            names = "--matrix",
            arity = "1..*",
            paramLabel = "FILE",
            description = "Show which site does how well with which model, from such files.")
    List<Path> matrix = new ArrayList<>();

    Evaluate(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected Answer run() throws NodeFailure, DataException, IOException {
        if (testLabels != null && test == null) {
            throw new NodeFailure(ExitCode.USAGE, "--test-labels needs --test, the file that they are the labels of");
        }
        if (share != null && (test != null || !matrix.isEmpty())) {
            throw new NodeFailure(
                    ExitCode.USAGE, "--share tells of the rows held out here; leave out --test and --matrix");
        }
        DataDirectory directory = directory();
        Agreed agreed = Agreed.read(directory);
        if (!matrix.isEmpty()) {
            return new SiteMatrix(agreed, directory).show(matrix);
        }
        MemberModels models = MemberModels.of(directory, agreed);
        MemberModels.Loaded shared = models.load(which);
        Optional<LocalModel> local = LocalModel.read(directory, agreed.federation(), agreed.charter());
        Examples rows = rows(directory, agreed);
        try (Learner learner = Nd4jLearner.open(LearnerSettings.of(agreed.charter()), rows)) {
            if (share != null) {
                return new Sharing(agreed, learner, rows).share(models, local, this::signer, share);
            }
            float[] outputs = learner.outputs(shared.parameters(), rows);
            return local.isEmpty()
                    ? alone(agreed.charter().schema(), shared.item(), outputs, rows)
                    : compared(
                            agreed.charter().schema(),
                            shared.item(),
                            Comparison.of(
                                    outputs,
                                    learner.outputs(local.get().parameters(), rows),
                                    rows,
                                    agreed.charter().schema().target()));
        }
    }

    private Sharing.Signer signer() throws NodeFailure {
        return new Sharing.Signer(directory(), passphrase());
    }

    private Examples rows(DataDirectory directory, Agreed agreed) throws NodeFailure, DataException {
        DataConfig config = directory.readConfig().data();
        if (test != null) {
            return SchemaReader.read(Table.open(config.with(test, testLabels)), agreed.charter());
        }
        SiteData data = SiteData.read(config, agreed.charter());
        data.remarks().forEach(this::note);
        if (data.split().holdout().rows() == 0) {
            throw new NodeFailure(
                    ExitCode.DATA,
                    directory.config() + ": no row is held out; name a table with --test, or set data.holdout above 0"
                            + " before training");
        }
        return data.split().holdout();
    }

    private static Answer alone(Schema schema, MemberModels.Item shared, float[] outputs, Examples rows) {
        Judgement judgement = Judgement.of(outputs, rows, schema.target());
        return Answer.of(
                fields(schema, shared, judgement).with("shared", VerdictFields.of(judgement, schema.classes())),
                head(judgement) + VerdictText.of(judgement, name(shared), schema.classes())
                        + "\nRun `starling train --local` to compare it with a model of the own rows alone.");
    }

    private static Answer compared(Schema schema, MemberModels.Item shared, Comparison comparison) {
        String sentence = Sentence.of(comparison);
        return Answer.of(
                fields(schema, shared, comparison.shared())
                        .with("shared", VerdictFields.of(comparison.shared(), schema.classes()))
                        .with("local", VerdictFields.of(comparison.alone(), schema.classes()))
                        .with("difference", VerdictFields.of(comparison.differences()))
                        .with("only_shared_right", comparison.signs().forShared())
                        .with("only_local_right", comparison.signs().forAlone())
                        .with("p_value", comparison.signs().pValue())
                        .with("verdict", comparison.decision().name().toLowerCase(Locale.ROOT))
                        .with("rows_that_would_show_it", comparison.enough() == 0 ? null : comparison.enough())
                        .with("sentence", sentence),
                head(comparison.shared()) + VerdictText.of(comparison, name(shared), schema.classes()) + "\n"
                        + sentence);
    }

    private static Answer.Fields fields(Schema schema, MemberModels.Item shared, Judgement judgement) {
        return Answer.fields()
                .with("model", shared.kind())
                .with("slot", shared.slot())
                .with("parameters", shared.digest().hex())
                .with("rows", judgement.rows())
                .with("groups", judgement.groups() == judgement.rows() ? null : judgement.groups())
                .with("metric", schema.metric().word());
    }

    private static String head(Judgement judgement) {
        String groups = judgement.groups() == judgement.rows() ? "" : " of " + judgement.groups() + " groups";
        return "On " + judgement.rows() + " rows" + groups + "; in brackets the 95 % interval:\n\n";
    }

    private static String name(MemberModels.Item shared) {
        return "shared, slot " + shared.slot();
    }
}
