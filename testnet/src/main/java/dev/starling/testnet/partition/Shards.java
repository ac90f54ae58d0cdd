package dev.starling.testnet.partition;

import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import java.util.Arrays;

/**
 * Members that have seen a few classes only: the pathological split of McMahan et al., "Communication-Efficient Learning of
 * Deep Networks from Decentralized Data", 2017, arXiv:1602.05629, section 3. The rows are sorted by class, cut into
 * members x K runs whose sizes differ by at most one, and every member is dealt K of them. A run within one class shows its
 * member that class alone, so most members see about K classes.
 *
 * @param perMember K, at least 1
 */
record Shards(int perMember) implements Partitioner {
    Shards {
        if (perMember < 1) {
            throw new IllegalArgumentException(
                    "the K of shards:K is a whole number, 1 or more; write for example shards:2");
        }
    }

    @Override
    public String text() {
        return "shards:" + perMember;
    }

    @Override
    public int[] deal(Rows rows, int members, long seed) throws NodeFailure {
        Floor.check(rows, members);
        if (fewestRows(rows.count(), members, perMember) < Floor.ROWS) {
            throw tooMany(rows.count(), members);
        }
        int[] sorted = rows.byClass().stream().flatMapToInt(Arrays::stream).toArray();
        int shards = members * perMember;
        int[] order = new int[shards];
        Arrays.setAll(order, shard -> shard);
        new Sampler(seed).shuffle(order);
        int[] owners = new int[sorted.length];
        for (int i = 0; i < shards; i++) {
            int end = start(order[i] + 1, shards, sorted.length);
            for (int at = start(order[i], shards, sorted.length); at < end; at++) {
                owners[sorted[at]] = i / perMember;
            }
        }
        return owners;
    }

    private static int start(int shard, int shards, int rows) {
        return (int) ((long) shard * rows / shards);
    }

    /** What a member is sure of: K shards of the smaller size. */
    private static long fewestRows(int rows, int members, int perMember) {
        return perMember * (rows / ((long) members * perMember));
    }

    private NodeFailure tooMany(int rows, int members) {
        int fitting = perMember;
        while (fewestRows(rows, members, fitting) < Floor.ROWS) {
            // One shard a member always fits: the floor has been checked.
            fitting = Math.min(fitting - 1, rows / members);
        }
        return new NodeFailure(
                ExitCode.USAGE,
                Floor.counted(members, "member") + " with " + Floor.counted(perMember, "shard") + " each cannot share "
                        + Floor.counted(rows, "row") + " so that everybody has at least " + Floor.ROWS
                        + "; write shards:" + fitting + ", or ask for fewer members");
    }
}
