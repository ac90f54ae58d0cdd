package dev.starling.node.learning;

import dev.starling.node.data.Labels;

/**
 * What stands on the last sums of a network: how they become outputs, the loss and its derivative, and how outputs are
 * judged. In double on plain arrays, because the top is small. Immutable.
 */
sealed interface Top permits CrossEntropy, SquaredError {
    /** The top that settings ask for. */
    static Top of(LearnerSettings settings) {
        return settings.head() instanceof Head.Regressor regressor
                ? new SquaredError(regressor.deviation())
                : new CrossEntropy(settings.outputs());
    }

    /** Whether these are labels of the kind that it compares outputs with. */
    boolean fits(Labels labels);

    /**
     * Turns sums into outputs.
     *
     * @param rows row-major, rows x outputs; overwritten
     */
    void activate(float[] rows);

    /**
     * Turns outputs into the derivative of the mean loss by the sums.
     *
     * @param rows row-major, rows x outputs; overwritten
     * @param labels one a row
     * @return mean loss
     */
    double derive(float[] rows, Labels labels);

    /** How good outputs are. */
    Evaluation judge(float[] rows, Labels labels);

    /** Turns outputs into what others read, see {@link Learner#outputs}. */
    void publish(float[] rows);
}
