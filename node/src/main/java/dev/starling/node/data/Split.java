package dev.starling.node.data;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A site's rows in two disjoint parts.
 *
 * @param training what a learner may see
 * @param holdout what it never sees; may be empty
 */
public record Split(Examples training, Examples holdout) {
    private static final int FEWEST_ROWS = 5;

    /**
     * Rows that are left for training. A function of the row count alone, so that the number a member attests says
     * nothing of its rows' content.
     *
     * @param rows rows in all
     * @param fraction share held out, 0 <= fraction < 1
     * @return all rows when the fraction is 0 or there are fewer than five; otherwise at least one less, and at least one
     */
    public static int trainingRows(int rows, double fraction) {
        if (fraction < 0 || fraction >= 1 || Double.isNaN(fraction)) {
            throw new IllegalArgumentException("a share of " + fraction + " cannot be held out");
        }
        if (fraction == 0 || rows < FEWEST_ROWS) {
            return rows;
        }
        long heldOut = Math.max(1, Math.min(rows - 1L, Math.round(rows * fraction)));
        return (int) (rows - heldOut);
    }

    /**
     * Splits at random, the same way for the same rows and seed. Every class gives its share (largest remainders first),
     * and none gives its last row while another class can; quantities are drawn as if all were of one class. Both parts
     * keep the order of the rows.
     */
    public static Split holdout(Examples examples, double fraction, long seed) {
        int rows = examples.rows();
        int heldOut = rows - trainingRows(rows, fraction);
        if (heldOut == 0) {
            return new Split(examples, examples.subset(new int[0]));
        }
        ClassLabels strata =
                examples.labels() instanceof ClassLabels classes ? classes : new ClassLabels(1, new int[rows]);
        int[] taken = shares(strata.counts(), rows, heldOut);
        int[] order = shuffled(rows, new SplittableRandom(seed));
        int[] holdoutRows = new int[heldOut];
        int[] trainingRows = new int[rows - heldOut];
        int held = 0;
        int trained = 0;
        for (int row : order) {
            int label = strata.numbers()[row];
            if (taken[label] > 0) {
                taken[label]--;
                holdoutRows[held++] = row;
            } else {
                trainingRows[trained++] = row;
            }
        }
        Arrays.sort(holdoutRows);
        Arrays.sort(trainingRows);
        return new Split(examples.subset(trainingRows), examples.subset(holdoutRows));
    }

    /** Rows held out of each class: the whole part of its quota, then the largest remainders (Hamilton's method). */
    private static int[] shares(int[] counts, int rows, int heldOut) {
        int[] shares = new int[counts.length];
        long[] remainders = new long[counts.length];
        int left = heldOut;
        for (int c = 0; c < counts.length; c++) {
            long quota = (long) counts[c] * heldOut;
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

    private static int[] shuffled(int n, SplittableRandom random) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
