package dev.starling.node.quality;

import dev.starling.node.quality.TableScan.Row;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Rows that are nearly equal: the same words, and every number within a hundredth of its robust deviation. Rows are sorted by
 * their words and by a random sum of their numbers, in which near rows are near, and each is compared with those that follow
 * it (the sorted neighbourhood of Hernández and Stolfo, 1995). What is counted is a lower bound. Confined to one thread.
 */
final class NearTwins {
    /** Fewer columns of numbers are near each other by chance. */
    private static final int FEWEST_COLUMNS = 3;

    private static final int MOST_NUMBERS = 1 << 24;
    private static final int NEIGHBOURS = 32;
    private static final double NEAR = 0.01;

    private final List<ColumnProfile> columns;
    private final RowKeys words;
    private final double[] weights;
    private float[] numbers = new float[0];
    private int rows;

    NearTwins(List<ColumnProfile> numeric, RowKeys words) {
        this.columns = numeric.stream()
                .filter(column -> column.field().width() == 1 && column.scale().deviation() > 0)
                .toList();
        this.words = words;
        SplittableRandom random = new SplittableRandom(2);
        this.weights = random.doubles(columns.size(), 0.5, 1.5).toArray();
    }

    /** Whether there is enough, and not too much, to compare. */
    boolean possible(int expectedRows) {
        return columns.size() >= FEWEST_COLUMNS && (long) expectedRows * columns.size() <= MOST_NUMBERS;
    }

    void add(Row row) {
        words.add(row);
        int width = columns.size();
        if ((rows + 1) * width > numbers.length) {
            numbers = Arrays.copyOf(numbers, Math.max(width * 64, 2 * numbers.length));
        }
        for (int c = 0; c < width; c++) {
            ColumnProfile column = columns.get(c);
            double value = row.numbers()[column.field().at()];
            numbers[rows * width + c] = Double.isNaN(value)
                    ? 0
                    : (float)
                            ((value - column.scale().median()) / column.scale().deviation());
        }
        rows++;
    }

    /**
     * Rows that have a near twin and no equal one.
     *
     * @param equal keys of what is compared
     */
    int count(RowKeys equal) {
        double[] sums = IntStream.range(0, rows).mapToDouble(this::sum).toArray();
        int[] order = IntStream.range(0, rows)
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(words::of).thenComparingDouble(row -> sums[row]))
                .mapToInt(Integer::intValue)
                .toArray();
        double reach = NEAR * Arrays.stream(weights).sum();
        boolean[] twin = new boolean[rows];
        for (int i = 0; i < rows; i++) {
            for (int j = i + 1; j < Math.min(rows, i + NEIGHBOURS); j++) {
                int a = order[i];
                int b = order[j];
                if (words.of(a) != words.of(b) || sums[b] - sums[a] > reach) {
                    break;
                }
                if (equal.of(a) != equal.of(b) && near(a, b)) {
                    twin[a] = true;
                    twin[b] = true;
                }
            }
        }
        int twins = 0;
        for (boolean has : twin) {
            twins += has ? 1 : 0;
        }
        return twins;
    }

    private double sum(int row) {
        double sum = 0;
        for (int c = 0; c < weights.length; c++) {
            sum += weights[c] * numbers[row * weights.length + c];
        }
        return sum;
    }

    private boolean near(int a, int b) {
        for (int c = 0; c < weights.length; c++) {
            if (Math.abs(numbers[a * weights.length + c] - numbers[b * weights.length + c]) > NEAR) {
                return false;
            }
        }
        return true;
    }
}
