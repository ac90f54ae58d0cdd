package dev.starling.testnet.bench;

import dev.starling.node.charter.Charter;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
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
 * many bytes there and back. Counted at the member that offers, from the moment the offer leaves until reply and body are
 * there: both bodies on their way, both hashed and the first one checked and applied, and the other member's journal
 * written. Not in it is the own flow that follows, one pass over memory. What is waited for while nothing but a disk works is
 * shown apart: by the offer, for a whole checkpoint most times, and by the reply, for the sync of the other member's journal,
 * as far as everything else was there.
 *
 * <p>The first exchanges warm up: the compiler that optimises what is called often takes a fifth of the processors beside
 * them. Slots are padded, so that what follows an exchange, training and publishing, is over before the next one begins. After
 * each exchange comes a round of the socket, so that what else the machine does meets both. Slots that pass without an
 * exchange cost time and nothing else.
 */
final class ExchangeRows {
    /** Three layers of ten million parameters, in float32. */
    private static final List<Integer> HIDDEN = List.of(3000, 3268);

    private static final int BODY_BYTES = Float.BYTES * (65 * 3000 + 3001 * 3268 + 3269 * 10);
    private static final int SLOTS_WITHOUT_END = 0;
    private static final long PADDING_MILLIS = 1200;
    private static final long SETTLED_MILLIS = 400;
    private static final int WARM_UP = 40;
    private static final int WANTED = 15;
    private static final int FEWEST = 3;
    private static final Duration ENOUGH = Duration.ofSeconds(100);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** What Java takes by itself on a machine of 12 GB. */
    private static final int HEAP_MEGABYTES = 3072;

    private static final long LOOK_MILLIS = 150;
    private static final double BAR_ON_17 = 0.1;
    private static final double BAR_ON_25 = 0.2;
    private static final int RELEASE_OF_THE_HIGHER_BAR = 25;

    private final List<Double> exchanges = new ArrayList<>();
    private final List<Double> disks = new ArrayList<>();
    private final List<Double> syncs = new ArrayList<>();
    private final List<Double> sockets = new ArrayList<>();
    private int seen;

    List<Row> measure(NodeProgram program) throws NodeFailure, InterruptedException {
        TrainingChoice choice = new TrainingChoice(
                HIDDEN,
                SLOTS_WITHOUT_END,
                1,
                8,
                1e-3,
                null,
                null,
                null,
                Charter.Mixing.Encoding.FLOAT32,
                PADDING_MILLIS);
        try (Cluster cluster = Cluster.found(2, choice)) {
            cluster.start(verb -> program.computing(HEAP_MEGABYTES, verb.toArray(String[]::new)));
            cluster.await("trained", status -> status.slot() > 0);
            long from = System.nanoTime();
            while (wantsMore(Duration.ofNanos(System.nanoTime() - from))) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                take(cluster.look());
            }
        }
        if (exchanges.isEmpty()) {
            throw new NodeFailure(
                    ExitCode.FAILED,
                    "two nodes finished " + seen + " exchanges of 40 MB in " + PATIENCE.toMinutes() + " minutes");
        }
        return rows();
    }

    private boolean wantsMore(Duration since) {
        Duration most = exchanges.size() < FEWEST ? PATIENCE : ENOUGH;
        return exchanges.size() < WANTED && since.compareTo(most) < 0;
    }

    private void take(List<NodeStatus> statuses) throws NodeFailure, InterruptedException {
        NodeStatus offerer = statuses.stream()
                .filter(status -> status.exchanges() > seen)
                .findFirst()
                .orElse(null);
        if (offerer != null) {
            seen = offerer.exchanges();
            TimeUnit.MILLISECONDS.sleep(SETTLED_MILLIS);
            List<Double> rounds = PlainSocket.millisThereAndBack(BODY_BYTES, 2);
            if (seen > WARM_UP) {
                double sync = statuses.stream()
                        .mapToDouble(NodeStatus::replySyncMillis)
                        .filter(millis -> millis > 0)
                        .findFirst()
                        .orElse(0);
                sync = Math.min(sync, offerer.awaitedReplyMillis());
                syncs.add(sync);
                exchanges.add(offerer.exchangeMillis() - offerer.offerDiskMillis() - sync);
                disks.add(offerer.offerDiskMillis());
                sockets.add(rounds.get(1));
            }
        }
    }

    private List<Row> rows() {
        double value = Timer.median(exchanges, 0);
        List<Double> ratios = new ArrayList<>();
        for (int k = 0; k < exchanges.size(); k++) {
            ratios.add(sockets.get(k) / exchanges.get(k));
        }
        boolean higher = Runtime.version().feature() >= RELEASE_OF_THE_HIGHER_BAR;
        Row exchange = new Row(
                "exchange 40 MB each way",
                value,
                "ms",
                "a plain socket",
                Timer.median(sockets, 0),
                Timer.median(ratios, 0),
                Optional.empty());
        return List.of(
                exchange.promising(Bar.ratioAtLeast(higher ? BAR_ON_25 : BAR_ON_17)),
                Row.of("disk before the offer, not in it", Timer.median(disks, 0), "ms", "the exchange", value),
                Row.of("sync before the reply, not in it", Timer.median(syncs, 0), "ms", "the exchange", value));
    }
}
