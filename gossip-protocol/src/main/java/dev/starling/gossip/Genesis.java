package dev.starling.gossip;

import java.util.SplittableRandom;

/**
 * The parameters everybody starts from. They follow from the charter alone, bit for bit the same on every JVM, so the
 * first delta already has a base that all members hold.
 */
public final class Genesis {
    private Genesis() {}

    /** Number of parameters d of fully connected layers of these sizes: {@code sum (in + 1) * out}. */
    public static int dimension(int[] layerSizes) {
        int d = 0;
        for (int l = 0; l + 1 < layerSizes.length; l++) {
            d = Math.addExact(d, Math.multiplyExact(layerSizes[l] + 1, layerSizes[l + 1]));
        }
        return d;
    }

    /**
     * Layout per layer: weights row-major [in x out], then biases [out]. A single layer (softmax regression) starts at
     * zero; with hidden layers the weights are uniform in ±sqrt(6 / (in + out)) (Glorot, Bengio 2010), biases zero.
     *
     * @param layerSizes features, hidden layers, classes
     * @param seed from the charter
     * @return float32 vector of length {@link #dimension}
     */
    public static float[] parameters(int[] layerSizes, long seed) {
        float[] x = new float[dimension(layerSizes)];
        if (layerSizes.length == 2) {
            return x;
        }
        SplittableRandom random = new SplittableRandom(seed);
        int k = 0;
        for (int l = 0; l + 1 < layerSizes.length; l++) {
            int in = layerSizes[l];
            int out = layerSizes[l + 1];
            double bound = StrictMath.sqrt(6.0 / (in + out));
            for (int w = 0; w < in * out; w++) {
                x[k++] = (float) ((2 * random.nextDouble() - 1) * bound);
            }
            k += out;
        }
        return x;
    }
}
