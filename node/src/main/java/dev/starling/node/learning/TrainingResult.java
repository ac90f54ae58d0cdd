package dev.starling.node.learning;

/**
 * What training came to.
 *
 * @param displacement parameters at the end minus those at the start, length d; owned by the receiver
 * @param stepsDone batches trained
 * @param meanLoss mean loss over the batches, each before its own step: cross-entropy in nats, or half the squared error
 *     of standardised values; NaN without a step
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record TrainingResult(float[] displacement, int stepsDone, double meanLoss) {
    /** Whether every parameter is a finite number; false when training has diverged. */
    public boolean finite() {
        for (float value : displacement) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
