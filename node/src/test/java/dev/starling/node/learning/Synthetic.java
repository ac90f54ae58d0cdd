package dev.starling.node.learning;

import dev.starling.node.data.Examples;
import dev.starling.node.data.Quantities;
import java.util.SplittableRandom;

/** Tables made up for tests. */
final class Synthetic {
    private Synthetic() {}

    /** Gaussian clouds, one a class, whose centres are two deviations apart along the class's own axis. */
    static Examples clouds(int rows, int width, int classes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] features = new float[rows * width];
        int[] labels = new int[rows];
        for (int i = 0; i < rows; i++) {
            labels[i] = random.nextInt(classes);
            for (int j = 0; j < width; j++) {
                features[i * width + j] = (float) (random.nextGaussian() + (j == labels[i] ? 4 : 0));
            }
        }
        return new Examples(width, classes, features, labels);
    }

    /** Two classes that no line separates: the sign of the product of the two features. */
    static Examples exclusiveOr(int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] features = new float[rows * 2];
        int[] labels = new int[rows];
        for (int i = 0; i < rows; i++) {
            features[2 * i] = (float) random.nextDouble(-2, 2);
            features[2 * i + 1] = (float) random.nextDouble(-2, 2);
            labels[i] = features[2 * i] * features[2 * i + 1] > 0 ? 1 : 0;
        }
        return new Examples(2, 2, features, labels);
    }

    /** A quantity that is linear in Gaussian features, and Gaussian noise. */
    static Examples line(int rows, float[] weightsAndBias, double noise, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int width = weightsAndBias.length - 1;
        float[] features = new float[rows * width];
        float[] values = new float[rows];
        for (int i = 0; i < rows; i++) {
            double value = weightsAndBias[width] + noise * random.nextGaussian();
            for (int j = 0; j < width; j++) {
                features[i * width + j] = (float) random.nextGaussian();
                value += features[i * width + j] * weightsAndBias[j];
            }
            values[i] = (float) value;
        }
        return new Examples(width, features, new Quantities(values));
    }

    static float[] vector(int length, double scale, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] vector = new float[length];
        for (int k = 0; k < length; k++) {
            vector[k] = (float) (scale * random.nextGaussian());
        }
        return vector;
    }
}
