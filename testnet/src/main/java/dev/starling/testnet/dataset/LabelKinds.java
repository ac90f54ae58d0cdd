package dev.starling.testnet.dataset;

import dev.starling.testnet.partition.Rows;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What kind of label each row has, so that rows can be dealt by it: its class, or the tenth of all rows that its number is
 * in.
 */
final class LabelKinds {
    private static final int RANGES = 10;
    private static final int UNKNOWN = -1;

    private final int kinds;
    private final int[] kindOf;

    private LabelKinds(int kinds, int[] kindOf) {
        this.kinds = kinds;
        this.kindOf = kindOf;
    }

    /** Classes, in the order of their characters. */
    static LabelKinds ofClasses(List<String> labels) {
        List<String> words = List.copyOf(
                new TreeSet<>(labels.stream().filter(label -> !label.isEmpty()).toList()));
        return new LabelKinds(
                words.size(), labels.stream().mapToInt(words::indexOf).toArray());
    }

    /** Numbers, cut into ten ranges with equally many rows. */
    static LabelKinds ofNumbers(List<String> labels) {
        double[] values = labels.stream()
                .mapToDouble(label -> label.isEmpty() ? Double.NaN : Double.parseDouble(label))
                .toArray();
        double[] sorted = Arrays.stream(values)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        double[] edges = IntStream.range(1, RANGES)
                .mapToDouble(range -> sorted[(int) ((long) range * sorted.length / RANGES)])
                .toArray();
        return new LabelKinds(
                RANGES,
                Arrays.stream(values).mapToInt(value -> range(value, edges)).toArray());
    }

    private static int range(double value, double[] edges) {
        if (Double.isNaN(value)) {
            return UNKNOWN;
        }
        int range = 0;
        while (range < edges.length && value >= edges[range]) {
            range++;
        }
        return range;
    }

    /** How many rows there are. */
    int rows() {
        return kindOf.length;
    }

    /** Whether a row has a label. */
    boolean known(int row) {
        return kindOf[row] != UNKNOWN;
    }

    /** Some rows, as a partitioner sees them; a row without a label counts as of the first kind. */
    Rows rows(int[] chosen) {
        return new Rows(
                Math.max(1, kinds),
                Arrays.stream(chosen).map(row -> Math.max(0, kindOf[row])).toArray());
    }
}
