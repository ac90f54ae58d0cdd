package dev.starling.testnet.bench;

import dev.starling.node.site.NodeFailure;
import dev.starling.testnet.bench.Row.Bar;
import dev.starling.testnet.local.NodeProgram;
import dev.starling.testnet.local.NodeStatus;
import dev.starling.testnet.run.TrainingChoice;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * What nodes take beside a Java program that does nothing: time to listening, memory at rest and for each further peer; and
 * how close eight of them come to the pace that the charter sets.
 */
final class NodeRows {
    private static final int MANY = 8;
    private static final int SLOTS = 30;
    private static final int COUNTED_FROM = 5;
    private static final long PADDING_MILLIS = 200;
    private static final double MOST_SECONDS_TO_LISTENING = 3;
    private static final double NANOS = 1e9;
    private static final double MEGA = 1e6;

    private final UnaryOperator<List<String>> program;

    NodeRows(NodeProgram program) {
        this.program = verb -> program.command(verb.toArray(String[]::new));
    }

    List<Row> measure() throws NodeFailure, InterruptedException {
        List<Row> rows = new ArrayList<>();
        OptionalDouble bareMemory;
        OptionalDouble pairMemory;
        try (BareProgram.Running bare = BareProgram.start()) {
            bareMemory = bare.memoryBytes();
            try (Cluster two = Cluster.found(2, choice(1, 0))) {
                double seconds = secondsToListening(two);
                rows.add(Row.of(
                                "start to listening",
                                seconds,
                                "s",
                                "a Java program's first line",
                                bare.secondsToFirstLine())
                        .promising(Bar.valueAtMost(MOST_SECONDS_TO_LISTENING)));
                two.start(program);
                two.await("done with their plan", NodeStatus::idle);
                pairMemory = two.memoryBytes();
            }
        }
        try (Cluster many = Cluster.found(MANY, choice(SLOTS, PADDING_MILLIS))) {
            many.start(program);
            rows.add(Row.of(
                    "slots of eight nodes",
                    slotRate(many),
                    "1/s",
                    "padding of 200 ms a slot",
                    1000.0 / PADDING_MILLIS));
            many.await("done with their plan", NodeStatus::idle);
            OptionalDouble manyMemory = many.memoryBytes();
            if (bareMemory.isPresent() && pairMemory.isPresent() && manyMemory.isPresent()) {
                rows.addAll(memory(bareMemory.getAsDouble(), pairMemory.getAsDouble(), manyMemory.getAsDouble()));
            }
        }
        return rows;
    }

    private static TrainingChoice choice(int slots, long minSlotMillis) {
        return new TrainingChoice(List.of(), slots, null, null, null, null, null, null, null, minSlotMillis);
    }

    private double secondsToListening(Cluster cluster) throws NodeFailure, InterruptedException {
        long from = System.nanoTime();
        cluster.startNext(program);
        while (!listens(cluster.port(0))) {
            cluster.nodes().get(0).process().requireRunning();
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return (System.nanoTime() - from) / NANOS;
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static double slotRate(Cluster cluster) throws NodeFailure, InterruptedException {
        List<NodeStatus> first = cluster.await("in slot " + COUNTED_FROM, status -> status.slot() >= COUNTED_FROM);
        long from = System.nanoTime();
        List<NodeStatus> last = cluster.await("in slot " + (SLOTS - 1), status -> status.slot() >= SLOTS - 1);
        return (meanSlot(last) - meanSlot(first)) / ((System.nanoTime() - from) / NANOS);
    }

    private static double meanSlot(List<NodeStatus> statuses) {
        return statuses.stream()
                .mapToInt(status -> Math.min(SLOTS, status.slot()))
                .average()
                .orElseThrow();
    }

    private static List<Row> memory(double bare, double pair, double many) {
        return List.of(
                Row.of("idle node, resident", pair / MEGA, "MB", "a Java program that waits", bare / MEGA),
                Row.of("each further peer", (many - pair) / (MANY - 2) / MEGA, "MB", "the idle node", pair / MEGA));
    }
}
