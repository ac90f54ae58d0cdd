package dev.starling.node.learning;

/**
 * What training came to.
 *
 * @param end parameters, length d; owned by the receiver
 * @param stepsDone batches trained
 * @param meanLoss mean cross-entropy over the batches in nats, each before its own step; NaN without a step
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record TrainingResult(float[] end, int stepsDone, double meanLoss) {
    /** Whether every parameter is a finite number; false when training has diverged. */
    public boolean finite() {
        for (float value : end) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
