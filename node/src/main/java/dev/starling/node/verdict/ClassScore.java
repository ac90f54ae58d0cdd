package dev.starling.node.verdict;

import java.util.ArrayList;
import java.util.List;

/**
 * How well a model tells one class.
 *
 * @param rows of the class
 * @param recall share of them that it told
 * @param precision share of the rows it told to be of the class that are
 */
public record ClassScore(int rows, Score recall, Score precision) {
    private static final String RECALL = "recall";
    private static final String PRECISION = "precision";

    /** By Wilson's interval: rows stand for themselves. */
    static List<ClassScore> ofRows(ToldClasses told, Resamples resamples) {
        List<ClassScore> scores = new ArrayList<>();
        for (int c = 0; c < told.classes(); c++) {
            ToldClasses.Counts all = told.counts(c, resamples.once());
            scores.add(new ClassScore(
                    (int) all.rows(),
                    new Score(RECALL, all.recall(), Interval.ofShare((long) all.right(), (long) all.rows())),
                    new Score(PRECISION, all.precision(), Interval.ofShare((long) all.right(), (long) all.told()))));
        }
        return scores;
    }

    /** By resampling: rows belong to groups. */
    static List<ClassScore> ofGroups(ToldClasses told, Resamples resamples) {
        List<Figure> figures = new ArrayList<>();
        for (int c = 0; c < told.classes(); c++) {
            int number = c;
            figures.add(
                    new Figure(RECALL, weights -> told.counts(number, weights).recall()));
            figures.add(new Figure(
                    PRECISION, weights -> told.counts(number, weights).precision()));
        }
        List<Score> drawn = Score.of(figures, resamples);
        List<ClassScore> scores = new ArrayList<>();
        for (int c = 0; c < told.classes(); c++) {
            int rows = (int) told.counts(c, resamples.once()).rows();
            scores.add(new ClassScore(rows, drawn.get(2 * c), drawn.get(2 * c + 1)));
        }
        return scores;
    }
}
