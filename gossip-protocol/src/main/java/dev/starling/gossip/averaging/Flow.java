package dev.starling.gossip.averaging;

/**
 * The flow {@code F = a * (z_j - z_i)} of one exchange between the lower id i and the higher id j, where z are the decoded
 * snapshots. i adds it and j subtracts it, from the same two vectors in the same order of operations, so both compute the
 * same bits and the sum over the federation does not change (SwarmSGD's snapshot exchange, Nadiradze et al. 2021, made
 * equal and opposite).
 */
public final class Flow {
    private Flow() {}

    /** {@code a = 1 / (1 + max(deg_i, deg_j))}: the Metropolis weight (Xiao, Boyd 2004), from the two signed degrees. */
    public static float weight(int degreeI, int degreeJ) {
        return 1f / (1 + Math.max(degreeI, degreeJ));
    }

    /** {@code x += F} at the lower id. All arrays have length d. */
    public static void addTo(float[] x, float weight, float[] zi, float[] zj) {
        for (int k = 0; k < x.length; k++) {
            x[k] += weight * (zj[k] - zi[k]);
        }
    }

    /** {@code x -= F} at the higher id. All arrays have length d. */
    public static void subtractFrom(float[] x, float weight, float[] zi, float[] zj) {
        for (int k = 0; k < x.length; k++) {
            x[k] -= weight * (zj[k] - zi[k]);
        }
    }

    /** The flow itself, for a record of what was voided. */
    public static float[] of(float weight, float[] zi, float[] zj) {
        float[] flow = new float[zi.length];
        for (int k = 0; k < flow.length; k++) {
            flow[k] = weight * (zj[k] - zi[k]);
        }
        return flow;
    }
}
