package dev.starling.testnet.dataset;

import dev.starling.node.data.Scaling;
import dev.starling.node.data.Task;
import dev.starling.testnet.dataset.Request.TestRows;
import dev.starling.testnet.partition.Partitioner;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** Requests, each from the one before. */
final class Requests {
    private Requests() {}

    /** Nothing is said but where the rows are. */
    static Request of(Object... data) {
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

    static Request labels(Request base, Path... labels) {
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

    static Request label(Request base, String label, String... leftOut) {
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

    static Request test(Request base, TestRows test) {
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

    static Request split(Request base, String split) {
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

    static Request task(Request base, Task task) {
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

    static Request scaling(Request base, Scaling scaling) {
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
