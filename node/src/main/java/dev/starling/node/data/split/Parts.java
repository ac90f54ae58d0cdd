package dev.starling.node.data.split;

import dev.starling.node.data.ClassLabels;
import dev.starling.node.data.Examples;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Which row belongs to which part of a {@link Split}; each array ascends, and no row is in two.
 *
 * @param training rows that a learner may see
 * @param validation rows that a model is chosen by
 * @param holdout rows for the verdict
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record Parts(int[] training, int[] validation, int[] holdout) {
    /** Where a row stands while the parts are drawn. */
    enum Part {
        TRAINING,
        VALIDATION,
        HOLDOUT
    }

    /**
     * Draws the parts, the same way for the same rows and seed. Rows that have groups are drawn by {@link GroupDraw}, others
     * by {@link RowDraw}.
     */
    static Parts of(Examples examples, Shares shares, long seed) {
        int rows = examples.rows();
        Part[] parts = new Part[rows];
        Arrays.fill(parts, Part.TRAINING);
        ClassLabels strata =
                examples.labels() instanceof ClassLabels classes ? classes : new ClassLabels(1, new int[rows]);
        Draw draw = examples.groups()
                .<Draw>map(groups -> new GroupDraw(groups, strata, new SplittableRandom(seed)))
                .orElseGet(() -> new RowDraw(strata, new SplittableRandom(seed)));
        draw.take(parts, Part.HOLDOUT, shares.heldOut(rows));
        draw.take(parts, Part.VALIDATION, shares.validated(rows));
        return new Parts(rows(parts, Part.TRAINING), rows(parts, Part.VALIDATION), rows(parts, Part.HOLDOUT));
    }

    /** How rows leave training. */
    interface Draw {
        /**
         * Moves rows from training to another part.
         *
         * @param parts of each row; changed
         * @param wanted how many rows to move
         */
        void take(Part[] parts, Part to, int wanted);
    }

    private static int[] rows(Part[] parts, Part part) {
        return IntStream.range(0, parts.length)
                .filter(row -> parts[row] == part)
                .toArray();
    }

    /** The numbers from 0 to n - 1 in an order that is as likely as any other. */
    static int[] shuffled(int n, SplittableRandom random) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
