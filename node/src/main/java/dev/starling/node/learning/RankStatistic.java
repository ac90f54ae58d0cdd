package dev.starling.node.learning;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Area under the receiver operating characteristic as a rank sum (Hanley, McNeil 1982): ties count half. */
final class RankStatistic {
    private RankStatistic() {}

    /**
     * The area.
     *
     * @param scores one a row, higher for the second class
     * @param labels 0 or 1, one a row
     * @return NaN unless both labels occur and every score is a number
     */
    static double auc(float[] scores, int[] labels) {
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> scores[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        long positives = 0;
        double rankSum = 0;
        for (int from = 0; from < order.length; ) {
            int to = from;
            long tiedPositives = 0;
            while (to < order.length && scores[order[to]] == scores[order[from]]) {
                tiedPositives += labels[order[to]];
                to++;
            }
            if (to == from) {
                return Double.NaN;
            }
            rankSum += tiedPositives * ((from + 1.0 + to) / 2);
            positives += tiedPositives;
            from = to;
        }
        long negatives = order.length - positives;
        return positives == 0 || negatives == 0
                ? Double.NaN
                : (rankSum - positives * (positives + 1) / 2.0) / ((double) positives * negatives);
    }
}
