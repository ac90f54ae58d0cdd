package dev.starling.testnet.partition;

import java.util.SplittableRandom;

/**
 * The random variates that partitioners need, from one seed. Only 64-bit draws of the generator are used, and
 * {@link StrictMath}, so that every JVM has the same ones. Confined to one thread.
 *
 * <ol>
 *   <li>G. Marsaglia, T. A. Bray: A convenient method for generating normal variables. SIAM Review 6(3), 1964.
 *   <li>G. Marsaglia, W. W. Tsang: A simple method for generating gamma variables. ACM TOMS 26(3), 2000.
 *   <li>L. Devroye: Non-Uniform Random Variate Generation. Springer, 1986. Dirichlet: section XI.4.
 * </ol>
 */
final class Sampler {
    private final SplittableRandom random;

    Sampler(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Puts the values in a uniformly random order (Fisher and Yates). */
    void shuffle(int[] values) {
        for (int last = values.length - 1; last > 0; last--) {
            int chosen = (int) ((random.nextLong() >>> 1) % (last + 1));
            int swapped = values[last];
            values[last] = values[chosen];
            values[chosen] = swapped;
        }
    }

    /** A uniform number in (0, 1]: never 0, whose logarithm is asked for. */
    double uniform() {
        return ((random.nextLong() >>> 11) + 1) * 0x1.0p-53;
    }

    /** A standard normal number: the polar method of [1], one of its pair. */
    double normal() {
        while (true) {
            double x = 2 * uniform() - 1;
            double y = 2 * uniform() - 1;
            double s = x * x + y * y;
            if (s > 0 && s < 1) {
                return x * Math.sqrt(-2 * StrictMath.log(s) / s);
            }
        }
    }

    /**
     * The logarithm of a gamma variate of scale 1. A logarithm, because with a shape of 0.001 half of all variates are
     * below 10^-300, and their ratios are still wanted.
     *
     * @param shape above 0
     */
    double logGamma(double shape) {
        if (shape < 1) {
            // [2] on shapes below 1: a variate of shape + 1, times a uniform one to the power of 1 / shape.
            return logGamma(shape + 1) + StrictMath.log(uniform()) / shape;
        }
        // [2], its final algorithm without the squeeze, which spares logarithms but changes no variate.
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = normal();
            double root = 1 + c * x;
            if (root > 0) {
                double v = root * root * root;
                double logV = StrictMath.log(v);
                if (StrictMath.log(uniform()) < x * x / 2 + d - d * v + d * logV) {
                    return StrictMath.log(d) + logV;
                }
            }
        }
    }

    /**
     * Proportions from the symmetric Dirichlet law: gamma variates over their sum [3].
     *
     * @param concentration of each part, above 0: large ones give even proportions, small ones give most to few
     * @param parts how many proportions
     * @return numbers from 0 to 1 whose sum is 1, up to rounding
     */
    double[] dirichlet(double concentration, int parts) {
        double[] proportions = new double[parts];
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < parts; i++) {
            proportions[i] = logGamma(concentration);
            largest = Math.max(largest, proportions[i]);
        }
        double sum = 0;
        for (int i = 0; i < parts; i++) {
            proportions[i] = StrictMath.exp(proportions[i] - largest);
            sum += proportions[i];
        }
        for (int i = 0; i < parts; i++) {
            proportions[i] /= sum;
        }
        return proportions;
    }
}
