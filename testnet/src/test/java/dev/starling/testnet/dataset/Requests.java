package dev.starling.testnet.dataset;

import dev.starling.node.statistics.Scaling;
import dev.starling.node.statistics.Task;
import dev.starling.testnet.dataset.Request.TestRows;
import dev.starling.testnet.partition.Partitioner;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** Requests, each from the one before. */
public final class Requests {
    private Requests() {}

    /** Nothing is said but where the rows are. */
    public static Request of(Object... data) {
        return new Request(
                Stream.of(data).map(Object::toString).toList(),
                List.of(),
                Optional.empty(),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty());
    }

    /** With an array of labels for each. */
    public static Request labels(Request base, Path... labels) {
        return new Request(
                base.data(),
                List.of(labels),
                base.label(),
                base.leftOut(),
                base.test(),
                base.task(),
                base.scaling(),
                base.split(),
                base.members());
    }

    /** With that label, and columns that are no features. */
    public static Request label(Request base, String label, String... leftOut) {
        return new Request(
                base.data(),
                base.labels(),
                Optional.of(label),
                Set.of(leftOut),
                base.test(),
                base.task(),
                base.scaling(),
                base.split(),
                base.members());
    }

    /** With a file of test rows. */
    public static Request test(Request base, TestRows test) {
        return new Request(
                base.data(),
                base.labels(),
                base.label(),
                base.leftOut(),
                Optional.of(test),
                base.task(),
                base.scaling(),
                base.split(),
                base.members());
    }

    /** Dealt like that. */
    public static Request split(Request base, String split) {
        return new Request(
                base.data(),
                base.labels(),
                base.label(),
                base.leftOut(),
                base.test(),
                base.task(),
                base.scaling(),
                Optional.of(Partitioner.parse(split)),
                base.members());
    }

    /** With that task. */
    public static Request task(Request base, Task task) {
        return new Request(
                base.data(),
                base.labels(),
                base.label(),
                base.leftOut(),
                base.test(),
                Optional.of(task),
                base.scaling(),
                base.split(),
                base.members());
    }

    /** Scaled like that. */
    public static Request scaling(Request base, Scaling scaling) {
        return new Request(
                base.data(),
                base.labels(),
                base.label(),
                base.leftOut(),
                base.test(),
                base.task(),
                Optional.of(scaling),
                base.split(),
                base.members());
    }
}
