package dev.starling.testnet.partition;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What a partitioner may see of a table: how many rows, the class of each, and at most one column as text. Immutable. */
public final class Rows {
    private final int classes;
    private final int[] labels;
    private final List<String> keys;

    /**
     * Rows without keys.
     *
     * @param classes how many there are; some may have no row
     * @param labels the class of each row, 0 to classes - 1; for a quantity the number of its bin, in the quantity's order
     * @throws IllegalArgumentException if a label is out of range
     */
    public Rows(int classes, int[] labels) {
        this(classes, labels.clone(), List.of());
        for (int label : labels) {
            if (label < 0 || label >= classes) {
                throw new IllegalArgumentException("a label is not one of " + classes + " classes");
            }
        }
    }

    private Rows(int classes, int[] labels, List<String> keys) {
        this.classes = classes;
        this.labels = labels;
        this.keys = keys;
    }

    /**
     * The same rows, and a column to deal them by.
     *
     * @param column the column's text, row by row
     * @throws IllegalArgumentException if it has another number of rows
     */
    public Rows withKeys(List<String> column) {
        if (column.size() != labels.length) {
            throw new IllegalArgumentException(
                    "a column of " + column.size() + " texts does not fit " + labels.length + " rows");
        }
        return new Rows(classes, labels, List.copyOf(column));
    }

    /** How many. */
    public int count() {
        return labels.length;
    }

    /** How many classes a label may name. */
    public int classes() {
        return classes;
    }

    /** The class of a row. */
    public int label(int row) {
        return labels[row];
    }

    /** The text that each row is dealt by; empty without a column. */
    List<String> keys() {
        return keys;
    }

    /** All rows' numbers. */
    int[] all() {
        return IntStream.range(0, labels.length).toArray();
    }

    /** The rows of each class that has any, ascending. Classes are in the order of their numbers. */
    List<int[]> byClass() {
        int[] sizes = new int[classes];
        for (int label : labels) {
            sizes[label]++;
        }
        int[][] groups = new int[classes][];
        for (int c = 0; c < classes; c++) {
            groups[c] = new int[sizes[c]];
        }
        for (int row = labels.length - 1; row >= 0; row--) {
            groups[labels[row]][--sizes[labels[row]]] = row;
        }
        List<int[]> present = new ArrayList<>(List.of(groups));
        present.removeIf(group -> group.length == 0);
        return present;
    }

    @Override
    public String toString() {
        return labels.length + " rows of " + classes + " classes" + (keys.isEmpty() ? "" : ", with keys");
    }
}
