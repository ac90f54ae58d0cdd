package dev.starling.testnet.bench;

import dev.starling.gossip.averaging.Flow;
import dev.starling.gossip.encoding.DeltaEncoding;
import dev.starling.testnet.bench.Row.Bar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** The arithmetic on whole vectors, against copying one: what moves memory cannot be faster. */
final class KernelRows {
    /** 64 MiB a vector: larger than what a processor keeps at hand. */
    private static final int LENGTH = 1 << 24;

    private static final double GIGA = 1e9;
    private static final int AVERAGED_ARRAYS = 4;
    private static final double QUANTISE_PLAIN = 8;
    private static final double QUANTISE_VECTOR = 3;

    private final float[] x = random(1);
    private final float[] ours = random(2);
    private final float[] theirs = random(3);
    private final float[] copy = new float[LENGTH];

    private static float[] random(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[LENGTH];
        for (int k = 0; k < LENGTH; k++) {
            values[k] = (float) (random.nextDouble() - 0.5);
        }
        return values;
    }

    List<Row> measure() {
        List<Row> rows = new ArrayList<>();
        rows.add(moving("average in place", () -> Flow.addTo(x, 0x1p-10f, ours, theirs))
                .promising(Bar.ratioAtLeast(0.9)));
        rows.add(moving("clip and add", () -> Flow.addClipped(x, 0x1p-10f, ours, theirs, 1)));
        for (DeltaEncoding encoding : DeltaEncoding.all()) {
            String name = encoding.name();
            byte[] body = encoding.encode(ours, theirs, 1);
            Row quantise = copies("quantise " + name, () -> encoding.encode(ours, theirs, 1));
            rows.add(name.equals("int8") ? quantise.promising(Bar.ratioAtMost(bound())) : quantise);
            rows.add(copies("dequantise " + name, () -> encoding.decode(body, theirs, copy)));
        }
        return rows;
    }

    /** Bytes moved a second, each array of the formula counted once for reading and x once more for writing. */
    private Row moving(String name, Runnable action) {
        Timer.Paired paired = Timer.pair(action, this::copy);
        double moved = AVERAGED_ARRAYS * (double) Float.BYTES * LENGTH;
        double copied = 2 * (double) Float.BYTES * LENGTH;
        double ratio = moved / copied / paired.ratio();
        double value = moved / paired.seconds() / GIGA;
        double limit = copied / paired.limitSeconds() / GIGA;
        return new Row(name, value, "GB/s", "System.arraycopy", limit, ratio, Optional.empty());
    }

    /** Duration in copies of a vector of the same length. */
    private Row copies(String name, Runnable action) {
        Timer.Paired paired = Timer.pair(action, this::copy);
        return new Row(
                name,
                paired.seconds() * 1000,
                "ms",
                "System.arraycopy of " + LENGTH + " floats",
                paired.limitSeconds() * 1000,
                paired.ratio(),
                Optional.empty());
    }

    private void copy() {
        System.arraycopy(ours, 0, copy, 0, LENGTH);
    }

    private static double bound() {
        return DeltaEncoding.vectorised() ? QUANTISE_VECTOR : QUANTISE_PLAIN;
    }
}
