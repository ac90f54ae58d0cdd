package dev.starling.testnet.sim.training;

import java.util.SplittableRandom;

/**
 * Displacements that mean nothing: uniform between plus and minus half a length per coordinate, in the first slots only or
 * in all of them. What mixing alone does is measured from members that were moved apart once.
 *
 * @param seed chooses all of them
 * @param length of a displacement's coordinates
 * @param lastSlot the last slot with a displacement
 */
public record RandomSteps(long seed, float length, int lastSlot) implements Trainer {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /** In every slot. */
    public static RandomSteps always(long seed, float length) {
        return new RandomSteps(seed, length, Integer.MAX_VALUE);
    }

    /** In the first slot, so that members disagree, and never again. */
    public static RandomSteps once(long seed, float length) {
        return new RandomSteps(seed, length, 1);
    }

    @Override
    public float[] displacement(int member, int slot, float[] start, int steps) {
        float[] d = new float[start.length];
        SplittableRandom random = new SplittableRandom(seed ^ (member * GOLDEN) ^ ((long) slot << 40));
        for (int k = 0; k < d.length; k++) {
            d[k] = length * (float) (random.nextDouble() - 0.5);
        }
        return d;
    }

    @Override
    public boolean trains(int slot) {
        return slot <= lastSlot;
    }
}
