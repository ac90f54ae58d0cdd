package dev.starling.node.verdict;

import dev.starling.node.data.ClassLabels;
import dev.starling.node.data.Examples;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How often each row counts when as many rows as there are drawn again, with replacement (the bootstrap, Efron 1979). Where
 * rows belong to groups, whole groups are drawn, because the rows of one patient tell less than as many patients (Field, Welsh
 * 2007). The same rows, groups and seed give the same draws, and both models are judged on each, which makes it paired.
 *
 * @param rows number of rows
 * @param groupOf number of each row's group, from 0; of each row its own when it stands for itself
 * @param classes that are told apart; 1 for a quantity
 * @param seed of the draws
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
record Resamples(int rows, int[] groupOf, int classes, long seed) {
    private static final int MOST = 2000;
    private static final int LEAST = 200;
    private static final long WORK = 40_000_000;

    static Resamples of(Examples examples, long seed) {
        int rows = examples.rows();
        return new Resamples(
                rows,
                examples.groups().orElseGet(() -> IntStream.range(0, rows).toArray()),
                examples.labels() instanceof ClassLabels labels ? labels.classes() : 1,
                seed);
    }

    /** Each row once. */
    double[] once() {
        double[] weights = new double[rows];
        Arrays.fill(weights, 1);
        return weights;
    }

    /** Draws: 2000, fewer for very many rows, whose intervals are narrow anyway, and for many classes, which take long. */
    int count() {
        long work = Math.max(1, (long) rows * Math.min(classes, Separation.MOST_CLASSES) / 2);
        return (int) Math.max(LEAST, Math.min(MOST, WORK / work));
    }

    /** Groups that are there. */
    int groups() {
        return (int) IntStream.of(groupOf).distinct().count();
    }

    /** Takes the draws one after the other; the weights are overwritten by the next. */
    void forEach(Visitor visitor) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] there = IntStream.of(groupOf).distinct().toArray();
        int[] times = new int[IntStream.of(groupOf).max().orElse(-1) + 1];
        double[] weights = new double[rows];
        for (int draw = 0; draw < count(); draw++) {
            Arrays.fill(times, 0);
            for (int i = 0; i < there.length; i++) {
                times[there[random.nextInt(there.length)]]++;
            }
            for (int row = 0; row < rows; row++) {
                weights[row] = times[groupOf[row]];
            }
            visitor.draw(draw, weights);
        }
    }

    /** Takes one draw. */
    @FunctionalInterface
    interface Visitor {
        void draw(int number, double[] weights);
    }
}
