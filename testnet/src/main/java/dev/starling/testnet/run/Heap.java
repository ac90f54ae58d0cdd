package dev.starling.testnet.run;

import dev.starling.node.config.Charter;
import dev.starling.testnet.dataset.DataSet;
import dev.starling.testnet.local.NodeProgram;
import java.util.stream.IntStream;

/** How much heap a node gets: enough for its rows and its model, so that many nodes share one machine. */
public final class Heap {
    /** Arrays of d floats that a node holds at its busiest: own, start, end, momentum, snapshots and their bytes. */
    private static final int MODEL_COPIES = 14;

    /** Rows are held once, and once more while they are read and split. */
    private static final int ROW_COPIES = 3;

    private static final long MEGABYTE = 1 << 20;

    private Heap() {}

    /** Megabytes for the member with most rows. */
    public static int megabytes(Charter charter, DataSet data) {
        long most =
                IntStream.range(0, data.members().size()).map(data::rows).max().orElse(0);
        long floats = MODEL_COPIES * (long) charter.parameters() + ROW_COPIES * most * charter.features();
        return Math.toIntExact(NodeProgram.SMALL_HEAP_MEGABYTES + Float.BYTES * floats / MEGABYTE);
    }
}
