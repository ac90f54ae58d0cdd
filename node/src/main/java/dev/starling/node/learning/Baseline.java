package dev.starling.node.learning;

/**
 * What a site can do alone.
 *
 * @param parameters the model, length d
 * @param steps batches trained
 * @param meanLoss mean loss over the batches of the last slot, see {@link TrainingResult}; NaN without a step
 * @param holdout how the model does on the rows that were never trained on
 */
@SuppressWarnings("ArrayRecordComponent") // a report, never compared
public record Baseline(float[] parameters, long steps, double meanLoss, Evaluation holdout) {}
