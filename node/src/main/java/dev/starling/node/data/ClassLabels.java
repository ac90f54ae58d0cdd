package dev.starling.node.data;

import java.util.List;

/**
 * A class for each row.
 *
 * @param classes number of classes, seen here or not
 * @param numbers class number of each row, 0 to classes - 1; shared, not copied
 */
@SuppressWarnings("ArrayRecordComponent")
public record ClassLabels(int classes, int[] numbers) implements Labels {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException when a number is no class
     */
    public ClassLabels {
        for (int number : numbers) {
            if (number < 0 || number >= classes) {
                throw new IllegalArgumentException("label " + number + " is none of " + classes + " classes");
            }
        }
    }

    static ClassLabels together(int classes, int rows, List<Labels> parts) {
        int[] all = new int[rows];
        int at = 0;
        for (Labels part : parts) {
            System.arraycopy(((ClassLabels) part).numbers, 0, all, at, part.rows());
            at += part.rows();
        }
        return new ClassLabels(classes, all);
    }

    @Override
    public int rows() {
        return numbers.length;
    }

    @Override
    public int outputs() {
        return classes;
    }

    @Override
    public ClassLabels subset(int[] rows) {
        int[] some = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            some[i] = numbers[rows[i]];
        }
        return new ClassLabels(classes, some);
    }

    /** Rows of each class. */
    public int[] counts() {
        int[] counts = new int[classes];
        for (int number : numbers) {
            counts[number]++;
        }
        return counts;
    }
}
