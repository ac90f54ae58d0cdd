package dev.starling.node.data.split;

import dev.starling.node.data.ClassLabels;
import dev.starling.node.data.split.Parts.Part;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Draws single rows. Every class gives its share (largest remainders first), and none gives its last row while another class
 * can; quantities are drawn as if all were of one class.
 */
final class RowDraw implements Parts.Draw {
    private final ClassLabels strata;
    private final int[] order;

    RowDraw(ClassLabels strata, SplittableRandom random) {
        this.strata = strata;
        this.order = Parts.shuffled(strata.rows(), random);
    }

    @Override
    public void take(Part[] parts, Part to, int wanted) {
        int[] counts = new int[strata.classes()];
        int left = 0;
        for (int row : order) {
            if (parts[row] == Part.TRAINING) {
                counts[strata.numbers()[row]]++;
                left++;
            }
        }
        int[] taken = shares(counts, left, wanted);
        for (int row : order) {
            int label = strata.numbers()[row];
            if (parts[row] == Part.TRAINING && taken[label] > 0) {
                taken[label]--;
                parts[row] = to;
            }
        }
    }

    /** Rows taken of each class: the whole part of its quota, then the largest remainders (Hamilton's method). */
    private static int[] shares(int[] counts, int rows, int wanted) {
        int[] shares = new int[counts.length];
        long[] remainders = new long[counts.length];
        int left = wanted;
        for (int c = 0; c < counts.length; c++) {
            long quota = (long) counts[c] * wanted;
            shares[c] = (int) (quota / Math.max(1, rows));
            remainders[c] = quota % Math.max(1, rows);
            left -= shares[c];
        }
        IntStream.range(0, counts.length)
                .filter(c -> shares[c] < counts[c])
                .boxed()
                .sorted(Comparator.comparing((Integer c) -> counts[c] - shares[c] == 1)
                        .thenComparing(c -> -remainders[c]))
                .limit(left)
                .forEach(c -> shares[c]++);
        return shares;
    }
}
