package dev.starling.node.cli.data;

import dev.starling.node.charter.Charter;
import dev.starling.node.charter.Charter.Schema;
import dev.starling.node.cli.verb.Answer;
import dev.starling.node.cli.verb.Terminal;
import dev.starling.node.cli.verb.Verb;
import dev.starling.node.config.DataConfig;
import dev.starling.node.finding.Finding;
import dev.starling.node.finding.Grade;
import dev.starling.node.quality.ColumnProfile;
import dev.starling.node.quality.Review;
import dev.starling.node.quality.Subject;
import dev.starling.node.site.CharterDocument;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.FederationFiles;
import dev.starling.node.site.NodeFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says what is odd about the own table before anything is trained on it. */
@Command(
        name = "check",
        description =
                "Look for what is missing, far out, there twice, on both sides of the split, or not in the charter.",
        footerHeading = "%nExample:%n",
        footer = {
            "  starling data check --dir north",
            "  starling data check --data north.csv --label diagnosis",
            "",
            "Works before there is a charter, and before `starling init` with --data. Prints counts and places, never a cell.",
            "Ends with 4 when something has to be mended before training.",
        })
final class DataCheck extends Verb {
    private static final int SHOWN = 40;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "Table to look at (default: the one that starling.toml names).")
    @Nullable
    Path file;

    @Option(names = "--labels", paramLabel = "FILE", description = "Its labels, when it is an IDX or NPY array.")
    @Nullable
    Path labels;

    @Option(
            names = "--label",
            paramLabel = "COLUMN",
            description = "Column that a model is to tell, while there is no charter.")
    @Nullable
    String label;

    DataCheck(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected Answer run() throws NodeFailure {
        DataDirectory directory = directory();
        DataConfig data = data(directory);
        Schema schema = schema(directory);
        Review review = Review.of(new Subject(data, schema, label));
        Answer answer = Answer.of(fields(data, schema, review), text(data, review));
        return review.worst() == Grade.FAIL ? new Answer(answer.object(), answer.text(), ExitCode.DATA) : answer;
    }

    private DataConfig data(DataDirectory directory) throws NodeFailure {
        if (file == null) {
            if (labels != null) {
                throw new NodeFailure(ExitCode.USAGE, "--labels needs --data, the file that they are the labels of");
            }
            return directory.readConfig().data();
        }
        return Files.exists(directory.config())
                ? directory.readConfig().data().with(file, labels)
                : DataConfig.of(file, labels);
    }

    private static @Nullable Schema schema(DataDirectory directory) throws NodeFailure {
        if (!Files.exists(directory.charter())) {
            return null;
        }
        CharterDocument document = CharterDocument.read(directory);
        Charter charter = document.missing().isEmpty()
                ? FederationFiles.scaled(document.charter(), FederationFiles.readRoster(directory, document))
                : document.charter();
        return charter.schema();
    }

    private static Answer.Fields fields(DataConfig data, @Nullable Schema schema, Review review) {
        List<Map<String, @Nullable Object>> columns = new ArrayList<>();
        for (int c = 0; c < review.columns().size(); c++) {
            ColumnProfile column = review.columns().get(c);
            columns.add(Answer.fields()
                    .with("name", column.name())
                    .with("role", review.roles().get(c))
                    .with("missing", column.missing())
                    .with("filled", column.filled())
                    .with("not_numbers", column.notNumbers())
                    .with("distinct", column.distinct() < 0 ? null : column.distinct())
                    .with("constant", column.constant())
                    .with("outliers", column.outliers())
                    .with("extremes", column.extremes())
                    .asMap());
        }
        List<Map<String, @Nullable Object>> findings = new ArrayList<>();
        for (Finding finding : review.findings()) {
            findings.add(Answer.fields()
                    .with("grade", finding.grade().name())
                    .with("check", finding.check())
                    .with("column", finding.column())
                    .with("what", finding.what())
                    .with("remedy", finding.remedy())
                    .asMap());
        }
        Answer.Fields fields = Answer.fields()
                .with("file", data.file().toString())
                .with("charter", schema != null)
                .with("rows", review.rows());
        List<String> names = List.of("training_rows", "validation_rows", "holdout_rows");
        for (int p = 0; p < names.size(); p++) {
            fields.with(
                    names.get(p),
                    review.parts().isEmpty() ? null : review.parts().get(p));
        }
        return fields.with("worst", review.worst().name())
                .with("columns", columns)
                .with("findings", findings);
    }

    private static String text(DataConfig data, Review review) {
        StringBuilder text = new StringBuilder();
        text.append(data.file()).append(": ").append(review.rows()).append(" rows, ");
        text.append(review.columns().size()).append(" columns");
        if (!review.parts().isEmpty()) {
            text.append("; ").append(review.parts().get(0)).append(" to train on, ");
            text.append(review.parts().get(1)).append(" for validation, ");
            text.append(review.parts().get(2)).append(" held out");
        }
        text.append("\n\n");
        if (!review.columns().isEmpty()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-28s %-8s %9s %12s %9s %9s%n",
                    "column",
                    "role",
                    "missing",
                    "not numbers",
                    "outliers",
                    "distinct"));
        }
        for (int c = 0; c < Math.min(SHOWN, review.columns().size()); c++) {
            ColumnProfile column = review.columns().get(c);
            text.append(String.format(
                    Locale.ROOT,
                    "%-28s %-8s %9d %12d %9d %9s%n",
                    column.name(),
                    review.roles().get(c),
                    column.missing(),
                    column.notNumbers(),
                    column.outliers(),
                    column.distinct() < 0 ? "many" : column.distinct()));
        }
        if (review.columns().size() > SHOWN) {
            text.append(review.columns().size() - SHOWN).append(" more columns: see --json\n");
        }
        text.append('\n');
        for (Finding finding : review.findings()) {
            text.append(finding.grade()).append(' ').append(finding.check()).append(": ");
            text.append(finding.sentence()).append('\n');
        }
        return text.append('\n').append(verdict(review.worst())).toString();
    }

    private static String verdict(Grade worst) {
        return switch (worst) {
            case PASS -> "PASS: this table can be trained on.";
            case WARN -> "WARN: this table can be trained on; look at the warnings first.";
            case FAIL -> "FAIL: mend what is marked FAIL before training.";
        };
    }
}
