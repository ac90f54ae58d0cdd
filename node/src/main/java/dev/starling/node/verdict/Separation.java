package dev.starling.node.verdict;

import dev.starling.node.data.ClassLabels;
import dev.starling.node.data.Labels;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How well probabilities tell classes apart, whatever the threshold: the area under the receiver operating characteristic. Of
 * two classes it is the share of pairs of a row of either in which the row of the class has the higher probability of it, ties
 * counting half (Hanley, McNeil 1982). Of more classes it is the mean over all pairs of classes, each ranked by the probability
 * of either: M of Hand and Till (Machine Learning 45, 2001), which does not depend on how common the classes are. Only classes
 * that occur are counted.
 *
 * <p>Rows are ranked by log p - log(1 - p), where 1 - p is added up from the other classes: next to 1 a float has no digits
 * left to tell probabilities apart, and next to 0 it has.
 */
public final class Separation {
    /** Of more classes nothing is told: the work grows with their number, and pairs of rare classes tell next to nothing. */
    static final int MOST_CLASSES = 20;

    /** What stands for 0 in a logarithm: the least probability a float has. */
    static final double LEAST = Float.MIN_VALUE;

    private final int classes;
    private final int[] labels;
    private final double[][] margins;
    private final int[][] orders;

    /**
     * Ranks the rows once for each class.
     *
     * @param probabilities row-major, rows x classes
     */
    Separation(float[] probabilities, ClassLabels known) {
        int classes = known.classes();
        this.classes = classes <= MOST_CLASSES ? classes : 0;
        this.labels = known.numbers();
        this.margins = new double[this.classes][labels.length];
        this.orders = new int[this.classes][];
        for (int row = 0; row < labels.length; row++) {
            for (int c = 0; c < this.classes; c++) {
                double others = 0;
                for (int other = 0; other < classes; other++) {
                    others += other == c ? 0 : probabilities[row * classes + other];
                }
                double own = probabilities[row * classes + c];
                margins[c][row] = Math.log(Math.max(LEAST, own)) - Math.log(Math.max(LEAST, others));
            }
        }
        for (int c = 0; c < this.classes; c++) {
            double[] margin = margins[c];
            orders[c] = IntStream.range(0, labels.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(row -> margin[row]))
                    .mapToInt(Integer::intValue)
                    .toArray();
        }
    }

    /**
     * The figure where each row counts once.
     *
     * @param outputs row-major, rows x outputs, as a learner publishes them
     * @return NaN when fewer than two classes occur, there are more than {@value #MOST_CLASSES}, or labels are quantities
     */
    public static double of(float[] outputs, Labels labels) {
        if (!(labels instanceof ClassLabels classes)) {
            return Double.NaN;
        }
        double[] once = new double[classes.numbers().length];
        Arrays.fill(once, 1);
        return new Separation(outputs, classes).of(once);
    }

    /** The figure, given how often each row counts; NaN when fewer than two classes occur, or one of them does not count. */
    double of(double[] weights) {
        boolean[] occurs = new boolean[classes];
        double[] counted = new double[classes];
        for (int row = 0; row < (classes == 0 ? 0 : labels.length); row++) {
            occurs[labels[row]] = true;
            counted[labels[row]] += weights[row];
        }
        double[][] ordered = new double[classes][];
        for (int c = 0; c < classes; c++) {
            // Of two classes either ranking is the other's reverse.
            ordered[c] = classes == 2 && c == 1 ? new double[] {ordered[0][1], 0} : above(c, weights);
        }
        double sum = 0;
        int pairs = 0;
        for (int c = 0; c < classes; c++) {
            for (int other = 0; other < c; other++) {
                if (occurs[c] && occurs[other]) {
                    sum += (ordered[c][other] + ordered[other][c]) / (2 * counted[c] * counted[other]);
                    pairs++;
                }
            }
        }
        return sum / pairs;
    }

    /** For each other class, the pairs in which a row of this one is above a row of that, by the probability of this one. */
    private double[] above(int ofClass, double[] weights) {
        double[] pairs = new double[classes];
        double[] below = new double[classes];
        double[] tied = new double[classes];
        int[] order = orders[ofClass];
        for (int from = 0; from < order.length; ) {
            int to = endOfTie(ofClass, from);
            if (to == from + 1) {
                int row = order[from];
                if (labels[row] == ofClass) {
                    add(pairs, weights[row], below);
                }
                below[labels[row]] += weights[row];
            } else {
                Arrays.fill(tied, 0);
                for (int k = from; k < to; k++) {
                    tied[labels[order[k]]] += weights[order[k]];
                }
                add(pairs, tied[ofClass], below);
                add(pairs, tied[ofClass] / 2, tied);
                add(below, 1, tied);
            }
            from = to;
        }
        return pairs;
    }

    private int endOfTie(int ofClass, int from) {
        double[] margin = margins[ofClass];
        int[] order = orders[ofClass];
        int to = from + 1;
        while (to < order.length && margin[order[to]] == margin[order[from]]) {
            to++;
        }
        return to;
    }

    private static void add(double[] sums, double times, double[] terms) {
        for (int k = 0; k < sums.length; k++) {
            sums[k] += times * terms[k];
        }
    }
}
