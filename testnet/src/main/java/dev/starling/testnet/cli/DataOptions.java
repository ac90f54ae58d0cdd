package dev.starling.testnet.cli;

import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.statistics.Scaling;
import dev.starling.node.statistics.Task;
import dev.starling.testnet.dataset.Embedded;
import dev.starling.testnet.dataset.Request;
import dev.starling.testnet.dataset.Request.TestRows;
import dev.starling.testnet.partition.Partitioner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What is learnt from, and by how many. */
public final class DataOptions {
    @Option(
            names = "--data",
            paramLabel = "FILE",
            description =
                    "Rows: CSV with a header, IDX or NPY, plain or gzip; or an embedded table, digits (the default) or"
                            + " breast-cancer. May be repeated: then each file is one member's.")
    List<String> data = new ArrayList<>();

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "Labels of an IDX or NPY file; once for each --data.")
    List<Path> labels = new ArrayList<>();

    @Option(names = "--label", paramLabel = "COLUMN", description = "Column with the label; default the last one.")
    @Nullable
    String label;

    @Option(
            names = "--leave-out",
            paramLabel = "COLUMN",
            description = "Column that is no feature: an identifier, a date. May be repeated.")
    List<String> leftOut = new ArrayList<>();

    @Option(
            names = "--test",
            paramLabel = "FILE",
            description = "Rows that every model is scored on; default: data row i when i mod 5 = 1.")
    @Nullable
    Path test;

    @Option(names = "--test-labels", paramLabel = "FILE", description = "Labels of an IDX or NPY file of test rows.")
    @Nullable
    Path testLabels;

    @Option(
            names = "--task",
            paramLabel = "TASK",
            description = "${COMPLETION-CANDIDATES}; default: what the label looks like.")
    @Nullable
    Task task;

    @Option(
            names = "--scale",
            paramLabel = "SCALE",
            description =
                    "${COMPLETION-CANDIDATES}: numbers as they are, divided by the largest magnitude, or less the mean"
                            + " and divided by the standard deviation; default: max for pixels and the like, else standard.")
    @Nullable
    Scaling scaling;

    @Option(
            names = "--split",
            paramLabel = "SPLIT",
            converter = SplitText.class,
            description = "How rows are dealt: " + Partitioner.FORMS + "; default iid.")
    @Nullable
    Partitioner split;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            description = "Members; default as many as the files or the split say, else 5.")
    @Nullable
    Integer nodes;

    /** Reads a split. */
    static final class SplitText implements ITypeConverter<Partitioner> {
        @Override
        public Partitioner convert(String text) {
            try {
                return Partitioner.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    /** How many members there are to be, where that was said. */
    public OptionalInt members() {
        return nodes == null ? OptionalInt.empty() : OptionalInt.of(nodes);
    }

    /** What was named as rows; empty unless it is one thing. */
    public Optional<String> only() {
        return data.size() == 1 ? Optional.of(data.get(0)) : Optional.empty();
    }

    /**
     * What is asked for, for as many members as were said.
     *
     * @throws NodeFailure when the options contradict each other, or no federation has so many
     */
    public Request request() throws NodeFailure {
        if (nodes != null && (nodes < 2 || nodes > 1000)) {
            throw new NodeFailure(ExitCode.USAGE, "--nodes is " + nodes + "; a federation has 2 to 1000 members");
        }
        return request(members(), Optional.ofNullable(split));
    }

    /**
     * What is asked for, for members that are counted elsewhere.
     *
     * @param usual how the rows of one table are dealt when nothing was said
     * @throws NodeFailure when the options contradict each other
     */
    public Request request(int members, Partitioner usual) throws NodeFailure {
        Optional<Partitioner> said = Optional.ofNullable(split);
        return request(OptionalInt.of(members), data.size() > 1 ? said : said.or(() -> Optional.of(usual)));
    }

    private Request request(OptionalInt members, Optional<Partitioner> dealt) throws NodeFailure {
        if (test == null && testLabels != null) {
            throw new NodeFailure(ExitCode.USAGE, "--test-labels without --test; name the file of test rows as well");
        }
        return new Request(
                data.isEmpty() ? List.of(Embedded.DIGITS.word()) : data,
                labels,
                Optional.ofNullable(label),
                Set.copyOf(leftOut),
                Optional.ofNullable(test).map(file -> new TestRows(file, Optional.ofNullable(testLabels))),
                Optional.ofNullable(task),
                Optional.ofNullable(scaling),
                dealt,
                members);
    }
}
