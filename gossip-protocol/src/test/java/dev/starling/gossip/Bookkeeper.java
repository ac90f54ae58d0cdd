package dev.starling.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.PeerId;
import dev.starling.gossip.averaging.Flow;
import dev.starling.gossip.encoding.DeltaEncoding;
import dev.starling.gossip.exchange.Parameters;
import dev.starling.gossip.journal.JournalRecord;
import dev.starling.gossip.journal.Snapshot;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Knows from the journal records alone what all parameter vectors must sum to, and that no two snapshots are swapped
 * twice. A flow that is applied at one end only is kept until the other end applies it, for good where that is void.
 */
final class Bookkeeper {
    private final int dimension;
    private final Map<Digest, float[]> bases = new HashMap<>();
    private final double[] expected;
    private final Map<Edge, double[]> half = new HashMap<>();
    private final Map<Edge, Snapshot[]> offers = new HashMap<>();
    private final Map<Digest, Snapshot> snapshots = new HashMap<>();
    private final Map<String, Edge> swapped = new HashMap<>();
    private int applications;
    private int finished;

    /** One transaction: the ends, and the life and sequence number of the lower. */
    private record Edge(PeerId lower, PeerId higher, long life, long seq) {}

    /**
     * A record with the life that its transaction belongs to.
     *
     * @param life of the lower id
     */
    record Booked(PeerId owner, JournalRecord record, long life) {}

    Bookkeeper(float[] genesis) {
        this.dimension = genesis.length;
        bases.put(Parameters.hash(genesis), genesis);
        this.expected = new double[dimension];
    }

    /** Transactions applied at both ends. */
    int finished() {
        return finished;
    }

    /** Transactions applied at one end only. */
    int openHalves() {
        return half.size();
    }

    /** A consolidated model, that snapshots may refer to. */
    void released(Digest hash, float[] model) {
        float[] before = bases.putIfAbsent(hash, model);
        assertThat(before == null || Arrays.equals(before, model)).isTrue();
    }

    /** Parameters came into the world. */
    void gained(double[] vector) {
        for (int k = 0; k < dimension; k++) {
            expected[k] += vector[k];
        }
    }

    /** Parameters are gone. */
    void lost(double[] vector) {
        for (int k = 0; k < dimension; k++) {
            expected[k] -= vector[k];
        }
    }

    void published(Snapshot snapshot) {
        snapshots.put(snapshot.root(), snapshot);
    }

    /** The owner made a record true. */
    void book(Booked booked) {
        book(booked, 1);
    }

    /** The owner lost a record before, or although, it was durable. */
    void undo(Booked booked) {
        book(booked, -1);
    }

    private void book(Booked booked, int sign) {
        JournalRecord record = booked.record();
        if (record instanceof JournalRecord.Answered answered) {
            Edge edge = new Edge(answered.peer(), booked.owner(), booked.life(), answered.seq());
            settle(edge, new Snapshot(answered.theirs(), answered.body()), snapshot(answered.own()), -sign);
        } else if (record instanceof JournalRecord.Completed completed) {
            Edge edge = new Edge(booked.owner(), completed.peer(), booked.life(), completed.seq());
            Snapshot[] offer = Objects.requireNonNull(offers.get(edge));
            settle(edge, offer[0], new Snapshot(offer[1].header(), completed.body()), sign);
        } else if (record instanceof JournalRecord.Offered offered) {
            Edge edge = new Edge(booked.owner(), offered.peer(), booked.life(), offered.seq());
            offers.put(edge, new Snapshot[] {snapshot(offered.own()), new Snapshot(offered.theirs(), new byte[0])});
        }
    }

    Snapshot snapshot(Digest root) {
        return Objects.requireNonNull(snapshots.get(root), () -> "a published snapshot " + root);
    }

    private void settle(Edge edge, Snapshot lower, Snapshot higher, int sign) {
        Edge before = swapped.putIfAbsent(lower.root().hex() + higher.root().hex(), edge);
        assertThat(before == null || before.equals(edge))
                .as("the same two snapshots swapped twice: %s and %s", before, edge)
                .isTrue();
        double[] flow = flow(lower, higher);
        double[] open = half.computeIfAbsent(edge, k -> new double[dimension]);
        for (int k = 0; k < dimension; k++) {
            open[k] += sign * flow[k];
        }
        applications++;
        if (norm(open) == 0) {
            half.remove(edge);
            finished++;
        } else {
            assertThat(norm(open)).as("applied twice: " + edge).isEqualTo(norm(flow));
        }
    }

    private double[] flow(Snapshot lower, Snapshot higher) {
        float[] zi = new float[dimension];
        float[] zj = new float[dimension];
        assertThat(decode(lower, zi)).isTrue();
        assertThat(decode(higher, zj)).isTrue();
        float weight = Flow.weight(
                lower.header().header().degree(), higher.header().header().degree());
        return widened(Flow.of(weight, zi, zj));
    }

    private boolean decode(Snapshot snapshot, float[] into) {
        int code = snapshot.header().header().encoding();
        return DeltaEncoding.ofCode(code).orElseThrow().decode(snapshot.body(), base(snapshot), into);
    }

    float[] base(Snapshot snapshot) {
        return Objects.requireNonNull(bases.get(snapshot.header().header().base()));
    }

    /** I1: the sum of all parameters, with flows applied at one end only, is what was injected. */
    void check(Collection<float[]> parameters, long atMillis) {
        double[] sum = new double[dimension];
        double largest = 1;
        for (float[] x : parameters) {
            for (int k = 0; k < dimension; k++) {
                sum[k] += x[k];
                largest = Math.max(largest, Math.abs(x[k]));
            }
        }
        for (double[] flow : half.values()) {
            for (int k = 0; k < dimension; k++) {
                sum[k] -= flow[k];
            }
        }
        double bound = 8 * 0x1p-24 * largest * Math.sqrt(10 + applications);
        for (int k = 0; k < dimension; k++) {
            if (!(Math.abs(sum[k] - expected[k]) <= bound)) {
                throw new AssertionError("mass of coordinate %d at %d ms: %g instead of %g, allowed %g"
                        .formatted(k, atMillis, sum[k], expected[k], bound));
            }
        }
    }

    static double[] widened(float[] x) {
        double[] wide = new double[x.length];
        for (int k = 0; k < x.length; k++) {
            wide[k] = x[k];
        }
        return wide;
    }

    static double norm(double[] x) {
        double sum = 0;
        for (double value : x) {
            sum += value * value;
        }
        return Math.sqrt(sum);
    }
}
