package dev.starling.node.observe;

/**
 * The latest figures of learning. Written by the training thread, read by others; each figure is consistent by itself.
 */
public final class Scoreboard {
    private volatile int slot;
    private volatile double loss = Double.NaN;
    private volatile double federated = Double.NaN;
    private volatile double local = Double.NaN;
    private volatile double consensusDistance = Double.NaN;

    /** A training for this slot ended with this mean loss, in nats. */
    public void trained(int trainedSlot, double meanLoss) {
        slot = trainedSlot;
        loss = meanLoss;
    }

    /** Accuracy of the shared model on the own hold-out rows, 0 to 1. */
    public void federatedScore(double accuracy) {
        federated = accuracy;
    }

    /** Accuracy of the model trained alone on the own hold-out rows, 0 to 1. */
    public void localScore(double accuracy) {
        local = accuracy;
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

    /** Mean training loss of the last slot in nats, NaN before the first. */
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
