package dev.starling.node.cli.charter;

import dev.starling.node.charter.Charter.Quantity;
import dev.starling.node.charter.Charter.Schema;
import dev.starling.node.charter.Charter.Target;
import dev.starling.node.config.TableRules;
import dev.starling.node.model.ModelCard;
import dev.starling.node.model.ModelImport;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.statistics.ColumnStatistics;
import dev.starling.node.statistics.ColumnStatistics.Selection;
import dev.starling.node.statistics.Scaling;
import dev.starling.node.statistics.Task;
import dev.starling.node.table.CsvTable;
import dev.starling.node.table.DataException;
import dev.starling.node.table.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where a new charter takes its data section from. */
final class SchemaSource {
    private static final String DEFAULT_LABEL = "label";

    @Option(
            names = "--label",
            paramLabel = "COLUMN",
            description =
                    "Column that holds what the model is to tell; for an array, what to call it (default: label).")
    @Nullable
    String label;

    @Option(names = "--regression", description = "The label is a number to estimate, not a class.")
    boolean regression;

    @ArgGroup(multiplicity = "0..1")
    Source source = new Source();

    @Option(
            names = "--labels-from",
            paramLabel = "FILE",
            description = "Array with one label a row, when the table is an array.")
    @Nullable
    Path labels;

    @Option(
            names = "--scale",
            paramLabel = "NAME",
            description =
                    "How numbers are scaled: none, max (by the largest magnitude) or standard (mean 0, deviation 1);"
                            + " default: max for pixels and the like, otherwise standard.")
    @Nullable
    Scaling scaling;

    @Option(
            names = "--scale-federated",
            description =
                    "Sum mean and deviation over all founders' rows, under masks, before the first slot; the charter shows"
                            + " no number of any table. Needs three founders.")
    boolean federated;

    @Option(
            names = "--leave-out",
            paramLabel = "COLUMN",
            description = "Column that is no feature: an identifier, a date, free text. May be repeated.")
    List<String> leftOut = new ArrayList<>();

    /** Where kinds, words and scaling come from. */
    static final class Source {
        @Option(
                names = "--scale-from",
                paramLabel = "FILE",
                description =
                        "Table (CSV, IDX, NPY or NPZ) for kinds, words and scaling; publishes these to all members.")
        @Nullable
        Path scaled;

        @Option(
                names = "--columns-from",
                paramLabel = "FILE",
                description = "Table for kinds and words only; numbers enter the model as they are.")
        @Nullable
        Path unscaled;
    }

    /** Whether a table was named. */
    boolean hasTable() {
        return source.scaled != null || source.unscaled != null;
    }

    /**
     * The data section that a model was trained under.
     *
     * @param start the model that everybody starts from
     * @throws NodeFailure when it does not say, or other options say so, too
     */
    Schema schema(Optional<ModelImport> start) throws NodeFailure {
        if (label != null || regression || labels != null || scaling != null || federated || !leftOut.isEmpty()) {
            throw new NodeFailure(
                    ExitCode.USAGE,
                    "say which table the columns come from: --scale-from FILE or --columns-from FILE; or leave out"
                            + " --label, --regression, --labels-from, --scale and --leave-out, and the card that came with"
                            + " --from-model FILE says it all");
        }
        return start.flatMap(ModelImport::card)
                .map(ModelCard::schema)
                .orElseThrow(() -> new NodeFailure(
                        ExitCode.USAGE,
                        "nothing says what the columns are: name a table with --scale-from FILE or --columns-from FILE, or"
                                + " with --from-model a file that has its card"));
    }

    /**
     * The data section.
     *
     * @param rules how the table differs from what the charter is to say; the column of its groups is no feature
     * @param note is told what the charter gives away
     * @throws DataException when the table makes no charter
     * @throws NodeFailure when the options do not go together
     */
    Schema schema(TableRules rules, Consumer<String> note) throws DataException, NodeFailure {
        Path scaled = source.scaled;
        Path unscaled = source.unscaled;
        if (federated && scaling != null) {
            throw new NodeFailure(ExitCode.USAGE, "--scale-federated is a scaling of its own; leave out --scale");
        }
        if (scaled == null && scaling != null && scaling != Scaling.NONE) {
            throw new NodeFailure(ExitCode.USAGE, "--scale needs a table to take it from; say --scale-from FILE");
        }
        Path file = scaled != null ? scaled : unscaled == null ? Path.of("") : unscaled;
        Table table = Table.open(file, labels, rules);
        ColumnStatistics statistics =
                ColumnStatistics.of(List.of(table), new Selection(labelOf(table), leftOut(table, note)));
        if (federated) {
            Schema plain = statistics.schema(regression ? Task.REGRESSION : Task.CLASSIFICATION, Scaling.NONE);
            Target target = regression ? new Quantity(0, 1) : plain.target();
            note.accept(
                    "Notice: the charter shows every member the words of each column of " + file
                            + " that is no number; means and deviations are summed over all founders' rows before the first slot.");
            return new Schema(plain.label(), target, plain.columns(), true);
        }
        Scaling chosen = scaled == null ? Scaling.NONE : scaling != null ? scaling : usual(statistics);
        Schema schema = statistics.schema(regression ? Task.REGRESSION : Task.CLASSIFICATION, chosen);
        note.accept(notice(file, chosen));
        return schema;
    }

    /** What the options leave out, and the column that says whom a row is about. */
    private Set<String> leftOut(Table table, Consumer<String> note) throws DataException {
        Set<String> all = new TreeSet<>(leftOut);
        if (table instanceof CsvTable csv) {
            csv.groupColumn().ifPresent(position -> {
                String group = csv.header().get(position);
                if (all.add(group)) {
                    note.accept("Column \"" + group + "\" is left out: it is data.group in starling.toml.");
                }
            });
        }
        return all;
    }

    private String labelOf(Table table) throws NodeFailure {
        if (label != null) {
            return label;
        }
        if (table instanceof CsvTable) {
            throw new NodeFailure(
                    ExitCode.USAGE,
                    "--label is missing: name the column of " + table.name() + " that the model is to tell");
        }
        return DEFAULT_LABEL;
    }

    private static Scaling usual(ColumnStatistics statistics) {
        return statistics.ofOneUnit() ? Scaling.MAX : Scaling.STANDARD;
    }

    private String notice(Path file, Scaling chosen) {
        String target = regression ? " The label's mean and deviation are in it, too." : "";
        return switch (chosen) {
            case STANDARD ->
                "Notice: the charter shows every member the mean and deviation of each number in " + file
                        + ", and the words of each other column." + target;
            case MAX ->
                "Notice: the charter shows every member the largest magnitude of the numbers in " + file
                        + ", and the words of each other column." + target;
            case NONE ->
                "Notice: the charter shows every member the words of each column of " + file
                        + " that is no number; numbers are not scaled." + target;
        };
    }
}
