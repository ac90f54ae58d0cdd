package dev.starling.testnet.partition;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Cuts groups of rows among members by proportions from a Dirichlet law, one draw for each group.
 *
 * <p>A member needs {@link Floor#ROWS} rows. As in the reference code of NIID-Bench all proportions are drawn anew until
 * everybody has them, which leaves a draw from the law on that condition. The reference tries for ever, and with a
 * concentration of 0.01 and forty members for ever it is; here, after {@value #TRIES} draws, the poorest member takes rows
 * one by one from the richest, of the group that the richest has most of, until all have enough. (The reference also
 * closes a member that has its average share to further classes. That is not the Dirichlet law, and not done here.)
 */
final class Proportions {
    static final double SMALLEST = 1e-6;
    static final double LARGEST = 1e6;

    private static final int TRIES = 100;

    private final double concentration;
    private final int members;
    private final Sampler sampler;

    Proportions(double concentration, int members, Sampler sampler) {
        this.concentration = concentration;
        this.members = members;
        this.sampler = sampler;
    }

    static void check(String word, double concentration) {
        if (!(concentration >= SMALLEST && concentration <= LARGEST)) {
            throw new IllegalArgumentException("the A of " + word + ":A is a number from " + Forms.text(SMALLEST)
                    + " to " + Forms.text(LARGEST) + "; write for example " + word + ":0.5");
        }
    }

    /**
     * Deals every row of every group.
     *
     * @param groups disjoint, and together all rows of the table; at least {@link Floor#ROWS} rows a member
     * @return for each row its owner
     */
    int[] deal(List<int[]> groups) {
        int[][] counts = counts(groups.stream().mapToInt(group -> group.length).toArray());
        int[] owners = new int[groups.stream().mapToInt(group -> group.length).sum()];
        for (int g = 0; g < counts.length; g++) {
            int[] order = groups.get(g).clone();
            sampler.shuffle(order);
            int next = 0;
            for (int member = 0; member < members; member++) {
                for (int taken = 0; taken < counts[g][member]; taken++) {
                    owners[order[next++]] = member;
                }
            }
        }
        return owners;
    }

    /** How many rows of each group (first index) go to each member (second index). */
    private int[][] counts(int[] groupSizes) {
        int[][] counts = new int[groupSizes.length][];
        int tries = 0;
        do {
            for (int g = 0; g < groupSizes.length; g++) {
                counts[g] = cut(groupSizes[g], sampler.dirichlet(concentration, members));
            }
        } while (!allHaveEnough(counts) && ++tries < TRIES);
        topUp(counts);
        return counts;
    }

    /** Cuts at the rounded cumulated proportions, so that each part is off by less than one row and none is lost. */
    private static int[] cut(int size, double[] proportions) {
        int[] parts = new int[proportions.length];
        double cumulated = 0;
        int from = 0;
        for (int i = 0; i < parts.length; i++) {
            cumulated += proportions[i];
            int to = i == parts.length - 1 ? size : (int) Math.min(size, Math.round(cumulated * size));
            parts[i] = to - from;
            from = to;
        }
        return parts;
    }

    private boolean allHaveEnough(int[][] counts) {
        return Arrays.stream(sizes(counts)).allMatch(size -> size >= Floor.ROWS);
    }

    /** Ends, because while somebody has fewer rows than the floor, somebody else has more. */
    private void topUp(int[][] counts) {
        while (!allHaveEnough(counts)) {
            int[] sizes = sizes(counts);
            int poorest = 0;
            int richest = 0;
            for (int member = 1; member < members; member++) {
                poorest = sizes[member] < sizes[poorest] ? member : poorest;
                richest = sizes[member] > sizes[richest] ? member : richest;
            }
            int[] giving = counts[0];
            for (int[] group : counts) {
                giving = group[richest] > giving[richest] ? group : giving;
            }
            giving[richest]--;
            giving[poorest]++;
        }
    }

    private int[] sizes(int[][] counts) {
        return IntStream.range(0, members)
                .map(member ->
                        Arrays.stream(counts).mapToInt(group -> group[member]).sum())
                .toArray();
    }
}
