package dev.starling.gossip.averaging;

/**
 * Turns a member's displacement into the step that its parameters take: Nesterov momentum on the displacement (the outer
 * optimiser of DiLoCo, Douillard et al. 2023) and the member's share of the rows. The momentum is the member's own and is
 * never gossiped. Weighting the displacement, not the mixing, moves the federation's mean in the direction of FedAvg
 * (McMahan et al. 2017) while the mixing stays symmetric.
 */
public final class OuterStep {
    private static final double LEAST_SHARE = 0.25;
    private static final double LARGEST_SHARE = 4;

    private OuterStep() {}

    /**
     * {@code v = mu v + d; x += p (d + mu v)}. All arrays have length d; x and v are updated in place.
     *
     * @param mu momentum, 0 <= mu < 1
     * @param share the member's p, see {@link #share}
     */
    public static void apply(float[] x, float[] v, float[] displacement, float mu, float share) {
        for (int k = 0; k < x.length; k++) {
            v[k] = mu * v[k] + displacement[k];
            x[k] += share * (displacement[k] + mu * v[k]);
        }
    }

    /** {@code p = rows / mean(rows)}, capped to [1/4, 4]. */
    public static float share(int rows, double meanRows) {
        return (float) Math.max(LEAST_SHARE, Math.min(LARGEST_SHARE, rows / meanRows));
    }
}
