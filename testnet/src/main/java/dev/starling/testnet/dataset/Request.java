package dev.starling.testnet.dataset;

import dev.starling.node.statistics.Scaling;
import dev.starling.node.statistics.Task;
import dev.starling.testnet.partition.Partitioner;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What an evaluator says of the data; whatever is not said is found out.
 *
 * @param data files with rows, or the name of an embedded table; several are one a member
 * @param labels for arrays, the file of labels of each
 * @param label column that holds the label; not said: the last one
 * @param leftOut columns that are no features
 * @param test file of test rows, with its labels; not said: every fifth row
 * @param task whether the label is a class or a number; not said: seen from the label
 * @param scaling of numbers; not said: seen from the columns
 * @param split how rows are dealt; not said: at random, or one file a member
 * @param members how many; not said: as many as the split or the files say, or five
 */
public record Request(
        List<String> data,
        List<Path> labels,
        Optional<String> label,
        Set<String> leftOut,
        Optional<TestRows> test,
        Optional<Task> task,
        Optional<Scaling> scaling,
        Optional<Partitioner> split,
        OptionalInt members) {
    public Request {
        data = List.copyOf(data);
        labels = List.copyOf(labels);
        leftOut = Set.copyOf(leftOut);
    }

    /** The same, for that many members. */
    public Request withMembers(OptionalInt count) {
        return new Request(data, labels, label, leftOut, test, task, scaling, split, count);
    }

    /** A file of test rows; for arrays, with the file of their labels. */
    public record TestRows(Path file, Optional<Path> labels) {}
}
