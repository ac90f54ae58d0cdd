package dev.starling.node.verdict;

import dev.starling.node.charter.Charter.Target;
import dev.starling.node.charter.Metric;
import dev.starling.node.data.Examples;
import java.util.ArrayList;
import java.util.List;

/**
 * A shared model beside one that was trained alone, on the same rows.
 *
 * @param metric by which it is decided
 * @param shared how the shared one does
 * @param alone how the other does
 * @param differences shared less alone, in the order of the scores
 * @param signs rows that speak for either
 * @param decision which of them is better, as far as these rows show
 * @param enough rows that would show a difference of this size four times out of five; 0 when none is to be seen
 */
public record Comparison(
        Metric metric,
        Judgement shared,
        Judgement alone,
        List<Score> differences,
        SignTest signs,
        Decision decision,
        long enough) {
    /** The quantile of the normal distribution that leaves 20 % above it. */
    private static final double POWER = 0.841621;

    private static final double BEYOND_CHANCE = 0.05;
    private static final long MOST_ROWS = 100_000_000;

    /** What the rows show. */
    public enum Decision {
        /** The shared model is better. */
        SHARED_BETTER,
        /** The shared model is worse. */
        SHARED_WORSE,
        /** These rows cannot tell. */
        NOT_SHOWN
    }

    public Comparison {
        differences = List.copyOf(differences);
    }

    /**
     * Compares two models.
     *
     * @param sharedOutputs what the shared one told, row-major, rows x outputs, as a learner publishes them
     * @param aloneOutputs likewise
     * @param examples the rows, at least one
     */
    public static Comparison of(float[] sharedOutputs, float[] aloneOutputs, Examples examples, Target target) {
        Told shared = Judgement.told(sharedOutputs, examples, target);
        Told alone = Judgement.told(aloneOutputs, examples, target);
        Resamples resamples = Resamples.of(examples, Judgement.SEED);
        List<Figure> figures = new ArrayList<>();
        List<Figure> ofAlone = alone.figures();
        for (Figure figure : shared.figures()) {
            Figure other = ofAlone.get(figures.size());
            figures.add(new Figure(
                    figure.name(),
                    weights -> figure.of().applyAsDouble(weights) - other.of().applyAsDouble(weights)));
        }
        List<Score> differences = Score.of(figures, resamples);
        SignTest signs = SignTest.of(shared, alone);
        Decision decision = decide(
                target.metric(), differences.get(0), signs, examples.groups().isPresent());
        return new Comparison(
                target.metric(),
                Judgement.of(shared, examples),
                Judgement.of(alone, examples),
                differences,
                signs,
                decision,
                enough(shared, alone));
    }

    /**
     * The exact sign test decides between classes where rows stand for themselves; the interval of the difference decides
     * where they belong to groups, and between estimates.
     */
    private static Decision decide(Metric metric, Score difference, SignTest signs, boolean grouped) {
        boolean shown = (metric == Metric.ACCURACY && !grouped)
                ? signs.pValue() < BEYOND_CHANCE
                : difference.interval().excludesZero();
        boolean higher = difference.value() > 0;
        if (!shown || difference.value() == 0) {
            return Decision.NOT_SHOWN;
        }
        return higher == (metric == Metric.ACCURACY) ? Decision.SHARED_BETTER : Decision.SHARED_WORSE;
    }

    /**
     * The usual size of a paired comparison with 5 % of false alarms and 20 % of misses: n = (1.96 + 0.84)^2 s^2 / d^2, where d
     * is the mean and s the deviation of the difference of a row's losses. For classes this is Miettinen's (Biometrics 24,
     * 1968) for McNemar's test but for a small term.
     */
    private static long enough(Told shared, Told alone) {
        int rows = shared.rows();
        double sum = 0;
        double squares = 0;
        for (int row = 0; row < rows; row++) {
            double difference = shared.loss(row) - alone.loss(row);
            sum += difference;
            squares += difference * difference;
        }
        double mean = sum / rows;
        double variance = squares / rows - mean * mean;
        if (mean == 0) {
            return 0;
        }
        double needed = Math.pow(Interval.Z + POWER, 2) * variance / (mean * mean);
        return needed > MOST_ROWS ? 0 : (long) Math.max(1, Math.ceil(needed));
    }
}
