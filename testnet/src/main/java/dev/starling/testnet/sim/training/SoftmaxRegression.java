package dev.starling.testnet.sim.training;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Softmax regression by mini-batch gradient descent: one linear layer, cross-entropy loss, batches drawn with replacement.
 * Parameters are laid out as {@link dev.starling.gossip.Genesis} says: weights row-major [features x classes], then biases.
 * Only additions, multiplications and {@code StrictMath.exp}, in a fixed order: the same bits on every JVM.
 */
public final class SoftmaxRegression implements Trainer {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final List<LabelledRows> rows;
    private final int classes;
    private final int batch;
    private final float rate;
    private final long seed;

    /**
     * @param rows of each member, in the order of their numbers; a member without rows of its own takes those of member
     *     {@code number mod size}
     * @param classes number of classes
     * @param batch rows of a step
     * @param rate learning rate
     * @param seed chooses the batches
     */
    public SoftmaxRegression(List<LabelledRows> rows, int classes, int batch, float rate, long seed) {
        this.rows = List.copyOf(rows);
        this.classes = classes;
        this.batch = batch;
        this.rate = rate;
        this.seed = seed;
    }

    @Override
    public float[] displacement(int member, int slot, float[] start, int steps) {
        LabelledRows own = rows.get(member % rows.size());
        SplittableRandom random = new SplittableRandom(seed ^ (member * GOLDEN) ^ ((long) slot << 32));
        float[] w = start.clone();
        float[] gradient = new float[w.length];
        float[] p = new float[classes];
        for (int step = 0; step < steps; step++) {
            Arrays.fill(gradient, 0);
            for (int b = 0; b < batch; b++) {
                addGradient(own, random.nextInt(own.rows()), w, p, gradient);
            }
            float scale = rate / batch;
            for (int k = 0; k < w.length; k++) {
                w[k] -= scale * gradient[k];
            }
        }
        for (int k = 0; k < w.length; k++) {
            w[k] -= start[k];
        }
        return w;
    }

    private void addGradient(LabelledRows own, int row, float[] w, float[] p, float[] gradient) {
        int width = own.width();
        probabilities(own, row, w, p);
        p[own.labels()[row]] -= 1;
        for (int i = 0; i < width; i++) {
            float feature = own.features()[row * width + i];
            if (feature != 0) {
                int at = i * classes;
                for (int c = 0; c < classes; c++) {
                    gradient[at + c] += feature * p[c];
                }
            }
        }
        int biases = width * classes;
        for (int c = 0; c < classes; c++) {
            gradient[biases + c] += p[c];
        }
    }

    private void probabilities(LabelledRows own, int row, float[] w, float[] p) {
        logits(own, row, w, p);
        float largest = p[0];
        for (float logit : p) {
            largest = Math.max(largest, logit);
        }
        float sum = 0;
        for (int c = 0; c < classes; c++) {
            p[c] = (float) StrictMath.exp(p[c] - largest);
            sum += p[c];
        }
        for (int c = 0; c < classes; c++) {
            p[c] /= sum;
        }
    }

    private void logits(LabelledRows own, int row, float[] w, float[] into) {
        int width = own.width();
        System.arraycopy(w, width * classes, into, 0, classes);
        for (int i = 0; i < width; i++) {
            float feature = own.features()[row * width + i];
            if (feature != 0) {
                int at = i * classes;
                for (int c = 0; c < classes; c++) {
                    into[c] += feature * w[at + c];
                }
            }
        }
    }

    /** Share of the rows whose class these parameters tell, 0 to 1. */
    public double accuracy(float[] parameters, LabelledRows tests) {
        float[] logits = new float[classes];
        int right = 0;
        for (int row = 0; row < tests.rows(); row++) {
            logits(tests, row, parameters, logits);
            int best = 0;
            for (int c = 1; c < classes; c++) {
                best = logits[c] > logits[best] ? c : best;
            }
            right += best == tests.labels()[row] ? 1 : 0;
        }
        return right / (double) tests.rows();
    }
}
