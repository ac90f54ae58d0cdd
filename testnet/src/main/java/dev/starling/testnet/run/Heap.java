package dev.starling.testnet.run;

import dev.starling.gossip.encoding.DeltaEncoding;
import dev.starling.node.charter.Charter;
import dev.starling.testnet.dataset.DataSet;
import dev.starling.testnet.local.NodeProgram;
import java.util.stream.IntStream;

/**
 * How much heap a node gets: enough for its rows and its model, so that many nodes share one machine. What a node holds of
 * the model stands in the documentation of {@link dev.starling.node.runtime}: six vectors of d floats, four more where the
 * federation consolidates, and bodies, which are d floats or a part of that, depending on the encoding: three of its own
 * snapshots, two of each neighbour's, and one of everybody whose snapshot goes into a consolidated model.
 */
public final class Heap {
    private static final int VECTORS = 6;
    private static final int VECTORS_TO_CONSOLIDATE = 4;
    private static final int MOST_SNAPSHOTS_IN_A_MEAN = 32;
    private static final int OWN_BODIES = 3;
    private static final int BODIES_OF_A_NEIGHBOUR = 2;
    private static final int MOST_IN_A_FULL_MESH = 16;
    private static final int USUAL_FANOUT = 8;

    /** Rows are held once, and once more while they are read and split. */
    private static final int ROW_COPIES = 3;

    private static final long MEGABYTE = 1 << 20;

    private Heap() {}

    /** Megabytes for the member with most rows. */
    public static int megabytes(Charter charter, DataSet data) {
        int members = data.members().size();
        long most = IntStream.range(0, members).map(data::rows).max().orElse(0);
        long rows = ROW_COPIES * most * charter.features() * Float.BYTES;
        boolean consolidates = charter.mixing().consolidateEvery() > 0;
        long vectors = (long) VECTORS + (consolidates ? VECTORS_TO_CONSOLIDATE : 0);
        long bodies = OWN_BODIES
                + (long) BODIES_OF_A_NEIGHBOUR * neighbours(charter, members)
                + (consolidates ? Math.min(members, MOST_SNAPSHOTS_IN_A_MEAN) : 0);
        long model = vectors * Float.BYTES * charter.parameters()
                + bodies * encoding(charter).encodedLength(charter.parameters());
        return Math.toIntExact(NodeProgram.SMALL_HEAP_MEGABYTES + (rows + model) / MEGABYTE);
    }

    private static DeltaEncoding encoding(Charter charter) {
        return DeltaEncoding.ofName(charter.mixing().encoding().word()).orElseThrow();
    }

    private static int neighbours(Charter charter, int members) {
        int usual = members <= MOST_IN_A_FULL_MESH ? members - 1 : USUAL_FANOUT;
        int fanout = charter.mixing().fanout() == 0 ? usual : charter.mixing().fanout();
        return Math.min(fanout, members - 1);
    }
}
