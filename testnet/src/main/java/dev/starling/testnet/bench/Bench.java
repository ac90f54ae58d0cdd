package dev.starling.testnet.bench;

import dev.starling.node.site.NodeFailure;
import dev.starling.testnet.federation.Progress;
import dev.starling.testnet.local.NodeProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Measures one group of rows after the other. Confined to one thread. */
public final class Bench {
    private final Set<Group> groups;
    private final Progress progress;
    private final long startNanos = System.nanoTime();

    /** What can be measured on its own. */
    public enum Group {
        /** Arithmetic on vectors. */
        KERNELS("averaging, quantising and reading back vectors of 64 MB"),
        /** Hash, signature, frame. */
        SEALS("hash, signature and frame"),
        /** A thousand members on virtual time. */
        SIMULATOR("the simulator: a thousand members with 7,850 parameters"),
        /** Two nodes and 40 MB. */
        EXCHANGE("two nodes exchange 40 MB each way, again and again"),
        /** Processes at rest and in step. */
        NODES("nodes: start, memory, and eight of them in step");

        private final String what;

        Group(String what) {
            this.what = what;
        }
    }

    /**
     * @param groups to be measured
     * @param progress told of each group as it begins
     */
    public Bench(Set<Group> groups, Progress progress) {
        this.groups = Set.copyOf(groups);
        this.progress = progress;
    }

    /**
     * Measures.
     *
     * @throws NodeFailure when a node does not start or ends
     */
    public List<Row> run() throws NodeFailure, InterruptedException {
        List<Row> rows = new ArrayList<>();
        for (Group group : Group.values()) {
            if (groups.contains(group)) {
                progress.phase((System.nanoTime() - startNanos) / 1_000_000, group.what);
                rows.addAll(
                        switch (group) {
                            case KERNELS -> new KernelRows().measure();
                            case SEALS -> new SealRows().measure();
                            case SIMULATOR -> new SealRows().simulator();
                            case EXCHANGE -> new ExchangeRows().measure(NodeProgram.find());
                            case NODES -> new NodeRows(NodeProgram.find()).measure();
                        });
            }
        }
        return rows;
    }
}
