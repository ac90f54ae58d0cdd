package dev.starling.testnet.sim.training;

import java.util.SplittableRandom;

/**
 * Made-up rows for federations of a size that no embedded table can feed: each class has a centre, drawn once, and its rows
 * lie around it; nine features of ten are zero, as in images. The numbers are sums of uniform ones, so they are the same on
 * every JVM.
 */
public final class Clusters {
    private static final double DENSITY = 0.1;
    private static final int UNIFORMS = 4;

    private final int width;
    private final float[][] centres;
    private final float spread;

    /**
     * @param seed chooses the centres
     * @param spread of rows around their centre, relative to the distance of the centres
     */
    public Clusters(int width, int classes, long seed, float spread) {
        this.width = width;
        this.spread = spread;
        SplittableRandom random = new SplittableRandom(seed);
        centres = new float[classes][width];
        for (float[] centre : centres) {
            for (int i = 0; i < width; i++) {
                centre[i] = random.nextDouble() < DENSITY ? (float) random.nextDouble() : 0;
            }
        }
    }

    /** Rows drawn by this seed, classes in turn from a first one on. */
    public LabelledRows rows(int count, int firstClass, int classesHere, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] features = new float[count * width];
        int[] labels = new int[count];
        for (int row = 0; row < count; row++) {
            labels[row] = (firstClass + row % classesHere) % centres.length;
            float[] centre = centres[labels[row]];
            for (int i = 0; i < width; i++) {
                if (centre[i] != 0 || random.nextDouble() < DENSITY) {
                    features[row * width + i] = centre[i] + spread * bell(random);
                }
            }
        }
        return new LabelledRows(width, features, labels);
    }

    private static float bell(SplittableRandom random) {
        double sum = 0;
        for (int u = 0; u < UNIFORMS; u++) {
            sum += random.nextDouble() - 0.5;
        }
        return (float) sum;
    }
}
