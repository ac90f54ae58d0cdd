package dev.starling.node.verdict;

import java.util.ArrayList;
import java.util.List;

/**
 * A figure with its interval.
 *
 * @param name of the figure
 * @param value NaN when these rows cannot tell
 * @param interval 95 %
 */
public record Score(String name, double value, Interval interval) {
    /** Figures whose intervals are those of the same resamples. */
    static List<Score> of(List<Figure> figures, Resamples resamples) {
        double[][] drawn = new double[figures.size()][resamples.count()];
        resamples.forEach((draw, weights) -> {
            for (int f = 0; f < drawn.length; f++) {
                drawn[f][draw] = figures.get(f).of().applyAsDouble(weights);
            }
        });
        double[] once = resamples.once();
        List<Score> scores = new ArrayList<>();
        for (int f = 0; f < drawn.length; f++) {
            double value = figures.get(f).of().applyAsDouble(once);
            Interval interval = Double.isNaN(value) ? Interval.UNKNOWN : Interval.ofDrawn(drawn[f]);
            scores.add(new Score(figures.get(f).name(), value, interval));
        }
        return scores;
    }
}
