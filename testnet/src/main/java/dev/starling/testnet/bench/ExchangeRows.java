package dev.starling.testnet.bench;

import dev.starling.node.config.Charter;
import dev.starling.node.runtime.ExitCode;
import dev.starling.node.runtime.NodeFailure;
import dev.starling.testnet.bench.Row.Bar;
import dev.starling.testnet.local.NodeProgram;
import dev.starling.testnet.local.NodeStatus;
import dev.starling.testnet.run.TrainingChoice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Two real nodes exchange snapshots of 40 MB, signed, journaled and over mutual TLS, against a plain socket that carries as
 * many bytes there and back. Counted at the member that offers, from the offer to the flow applied; the time that the
 * disk took in between is taken out and shown apart.
 */
final class ExchangeRows {
    /** Three layers of ten million parameters, in float32. */
    private static final List<Integer> HIDDEN = List.of(3000, 3268);

    private static final int BODY_BYTES = Float.BYTES * (65 * 3000 + 3001 * 3268 + 3269 * 10);
    private static final int MOST_SLOTS = 1000;
    private static final int WARM_UP = 2;
    private static final int WANTED = 6;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int HEAP_MEGABYTES = 1200;
    private static final long LOOK_MILLIS = 5;
    private static final double BAR_ON_17 = 0.1;
    private static final double BAR_ON_25 = 0.2;
    private static final int RELEASE_OF_THE_HIGHER_BAR = 25;

    private final List<Double> exchanges = new ArrayList<>();
    private final List<Double> syncs = new ArrayList<>();
    private int seen;

    List<Row> measure(NodeProgram program) throws NodeFailure, InterruptedException {
        TrainingChoice choice = new TrainingChoice(
                HIDDEN, MOST_SLOTS, 1, 8, 1e-3, null, null, null, Charter.Mixing.Encoding.FLOAT32, null);
        try (Cluster cluster = Cluster.found(2, choice)) {
            cluster.start(verb -> program.computing(HEAP_MEGABYTES, verb.toArray(String[]::new)));
            cluster.await("trained", status -> status.slot() > 0);
            long until = System.nanoTime() + PATIENCE.toNanos();
            while (exchanges.size() < WANTED && System.nanoTime() - until < 0) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                take(cluster.look());
            }
        }
        if (exchanges.isEmpty()) {
            throw new NodeFailure(
                    ExitCode.FAILED,
                    "two nodes finished " + seen + " exchanges of 40 MB in " + PATIENCE.toMinutes() + " minutes");
        }
        return rows(Timer.median(PlainSocket.millisThereAndBack(BODY_BYTES, WARM_UP + exchanges.size()), WARM_UP));
    }

    private void take(List<NodeStatus> statuses) {
        int finished = statuses.stream().mapToInt(NodeStatus::exchanges).sum();
        if (finished > seen) {
            seen = finished;
            if (finished > WARM_UP) {
                exchanges.add(statuses.stream()
                        .mapToDouble(NodeStatus::exchangeMillis)
                        .sum());
                syncs.add(statuses.stream()
                        .filter(status -> status.exchanges() == 0)
                        .mapToDouble(NodeStatus::syncMillis)
                        .sum());
            }
        }
    }

    private List<Row> rows(double limit) {
        double sync = Timer.median(syncs, 0);
        double value = Timer.median(exchanges, 0) - sync;
        boolean higher = Runtime.version().feature() >= RELEASE_OF_THE_HIGHER_BAR;
        Row exchange = new Row(
                "exchange 40 MB each way", value, "ms", "a plain socket", limit, limit / value, Optional.empty());
        return List.of(
                exchange.promising(Bar.ratioAtLeast(higher ? BAR_ON_25 : BAR_ON_17)),
                Row.of("its fsync, not counted above", sync, "ms", "the exchange", value));
    }
}
