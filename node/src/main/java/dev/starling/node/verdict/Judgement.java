package dev.starling.node.verdict;

import dev.starling.node.charter.Charter.Quantity;
import dev.starling.node.charter.Charter.Target;
import dev.starling.node.data.Examples;
import java.util.List;

/**
 * How one model does on some rows.
 *
 * @param rows rows judged
 * @param groups groups of rows; as many as rows where each stands for itself
 * @param scores each with its interval
 * @param classes one for each class; empty for a quantity
 */
public record Judgement(int rows, int groups, List<Score> scores, List<ClassScore> classes) {
    /** Resampling every class of a long list would take long and say little. */
    private static final int MOST_RESAMPLED_CLASSES = 20;

    static final long SEED = 1;

    public Judgement {
        scores = List.copyOf(scores);
        classes = List.copyOf(classes);
    }

    /**
     * Judges one model.
     *
     * @param outputs what it told, row-major, rows x outputs, as a learner publishes them
     * @param examples the rows, at least one
     */
    public static Judgement of(float[] outputs, Examples examples, Target target) {
        return of(told(outputs, examples, target), examples);
    }

    static Told told(float[] outputs, Examples examples, Target target) {
        return Told.of(outputs, examples.labels(), target instanceof Quantity quantity ? quantity.deviation() : 1);
    }

    static Judgement of(Told told, Examples examples) {
        Resamples resamples = Resamples.of(examples, SEED);
        boolean grouped = examples.groups().isPresent();
        List<Score> scores = Score.of(told.figures(), resamples).stream()
                .map(score -> grouped ? score : byRows(score, told.rows()))
                .toList();
        List<ClassScore> classes = List.of();
        if (told instanceof ToldClasses of) {
            boolean resampled = grouped && of.classes() <= MOST_RESAMPLED_CLASSES;
            classes = resampled ? ClassScore.ofGroups(of, resamples) : ClassScore.ofRows(of, resamples);
        }
        return new Judgement(examples.rows(), resamples.groups(), scores, classes);
    }

    /** A share of rows that stand for themselves has an interval of its own; everything else is resampled. */
    private static Score byRows(Score score, int rows) {
        return score.name().equals(Figure.ACCURACY)
                ? new Score(score.name(), score.value(), Interval.ofShare(Math.round(score.value() * rows), rows))
                : score;
    }

    /**
     * One of its figures.
     *
     * @throws IllegalArgumentException when this kind of model has none of this name
     */
    public Score score(String name) {
        return scores.stream()
                .filter(score -> score.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no figure " + name));
    }
}
