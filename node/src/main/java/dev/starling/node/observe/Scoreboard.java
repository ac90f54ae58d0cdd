package dev.starling.node.observe;

/**
 * The latest figures of learning; scores are of the charter's metric. Written by the training thread, read by others; each figure is consistent by itself.
 */
public final class Scoreboard {
    private volatile int slot;
    private volatile double loss = Double.NaN;
    private volatile double federated = Double.NaN;
    private volatile double local = Double.NaN;
    private volatile double consensusDistance = Double.NaN;

    /** A training for this slot ended with this mean loss: nats, or half the squared error of standardised values. */
    public void trained(int trainedSlot, double meanLoss) {
        slot = trainedSlot;
        loss = meanLoss;
    }

    /** Score of the shared model on the own hold-out rows. */
    public void federatedScore(double score) {
        federated = score;
    }

    /** Score of the model trained alone on the own hold-out rows. */
    public void localScore(double score) {
        local = score;
    }

    /** Relative consensus distance of the last slot. */
    public void consensusDistance(double distance) {
        if (!Double.isNaN(distance)) {
            consensusDistance = distance;
        }
    }

    public int slot() {
        return slot;
    }

    /** Mean training loss of the last slot, NaN before the first. */
    public double loss() {
        return loss;
    }

    public double federatedScore() {
        return federated;
    }

    public double localScore() {
        return local;
    }

    public double consensusDistance() {
        return consensusDistance;
    }
}
