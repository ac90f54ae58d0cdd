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

    /** {@code x += F} at the lower id. All arrays have length d. Reads 12 bytes a value, writes 4. */
    public static void addTo(float[] x, float weight, float[] zi, float[] zj) {
        addTo(x, weight, zi, zj, x.length);
    }

    /** {@code x += F} on the first {@code count} values. */
    public static void addTo(float[] x, float weight, float[] zi, float[] zj, int count) {
        for (int k = 0; k < count; k++) {
            x[k] += weight * (zj[k] - zi[k]);
        }
    }

    /** {@code x -= F} at the higher id. All arrays have length d. Reads 12 bytes a value, writes 4. */
    public static void subtractFrom(float[] x, float weight, float[] zi, float[] zj) {
        subtractFrom(x, weight, zi, zj, x.length);
    }

    /** {@code x -= F} on the first {@code count} values. */
    public static void subtractFrom(float[] x, float weight, float[] zi, float[] zj, int count) {
        for (int k = 0; k < count; k++) {
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

    /**
     * Clip and add: {@code x += a * clip(other - own, tau)}, where the difference is shortened to the norm tau if it is
     * longer (self-centred clipping, He, Karimireddy, Jaggi 2022). Mixing that bounds what one neighbour can do is made of
     * this step; with a difference within tau, and so with an infinite tau, it is {@link #addTo} to the bit. All arrays have
     * length d; two passes, 8 bytes a value read in the first, 12 read and 4 written in the second.
     *
     * @param weight a
     * @param tau largest norm that is added in full, at least 0
     */
    public static void addClipped(float[] x, float weight, float[] own, float[] other, double tau) {
        double distance = Math.sqrt(SumOfSquares.ofDifference(other, own));
        float shortened = distance <= tau ? weight : (float) (weight * (tau / distance));
        addTo(x, shortened, own, other);
    }
}
