package dev.starling.node.learning;

import dev.starling.node.data.Examples;
import java.util.function.BooleanSupplier;

/**
 * Trains and judges one model on one site. Parameters are a flat {@code float[]} of length d; per layer, weights row-major
 * [in x out], then biases [out]. No array that is passed in is changed or kept. Confined: one call at a time.
 */
public interface Learner extends AutoCloseable {
    /** Number of parameters d. */
    int dimension();

    /**
     * Trains on the site's own training rows: each step draws a batch with replacement and goes down its gradient. The
     * same arguments give the same floats on the same machine.
     *
     * @param start parameters to start from, length d
     * @param steps batches to train at most, 0 or more
     * @param rate step size
     * @param batchSeed seed of the batches
     * @param stop asked after each batch; true ends the training there
     * @throws IllegalStateException when there is no row to train on and steps is above 0
     */
    TrainingResult train(float[] start, int steps, double rate, long batchSeed, BooleanSupplier stop);

    /**
     * How well parameters do on examples.
     *
     * @param parameters length d
     * @param examples rows of the width and the kind of label of the model
     */
    Evaluation evaluate(float[] parameters, Examples examples);

    /**
     * What the model tells of each row.
     *
     * @param parameters length d
     * @param examples rows of the width of the model
     * @return row-major, rows x outputs: probabilities of the classes, which sum to 1 in each row, or the estimate on the
     *     standardised scale of the labels
     */
    float[] outputs(float[] parameters, Examples examples);

    /** Frees native memory; closing twice is allowed, any other call afterwards is not. */
    @Override
    void close();
}
