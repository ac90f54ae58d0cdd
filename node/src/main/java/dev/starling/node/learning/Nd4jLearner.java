package dev.starling.node.learning;

import dev.starling.gossip.Genesis;
import dev.starling.node.data.Examples;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * Linear models and multi-layer perceptrons, for classes and for quantities, by stochastic gradient descent on ND4J. Rows stay in Java arrays; a batch
 * is copied into native memory step by step. Confined: one call at a time, from whichever thread.
 */
public final class Nd4jLearner implements Learner {
    private final LearnerSettings settings;
    private final int dimension;
    private final Top top;
    private final Examples training;
    private final Network network;
    private final float[] batchFeatures;
    private final int[] batchRows;
    private boolean closed;

    private Nd4jLearner(LearnerSettings settings, Examples training) {
        this.settings = settings;
        this.training = training;
        this.dimension = Genesis.dimension(settings.layerSizes());
        this.top = Top.of(settings);
        this.network = new Network(settings);
        this.batchFeatures = new float[settings.batch() * settings.features()];
        this.batchRows = new int[settings.batch()];
    }

    /**
     * Starts ND4J, if this process has not yet, and allocates all that the model will ever need.
     *
     * @param settings shape of the model
     * @param training the site's own training rows; none for a learner that only evaluates
     * @throws LearningException when the native library does not run here
     * @throws IllegalArgumentException when the rows are not of the model's width and kind of label
     */
    public static Nd4jLearner open(LearnerSettings settings, Examples training) {
        fits(settings, training);
        NativeArithmetic.start();
        return new Nd4jLearner(settings, training);
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public TrainingResult train(float[] start, int steps, double rate, long batchSeed, BooleanSupplier stop) {
        requireOpen();
        requireDimension(start);
        if (steps > 0 && training.rows() == 0) {
            throw new IllegalStateException("there is no row to train on");
        }
        network.start(start);
        SplittableRandom random = new SplittableRandom(batchSeed);
        double lossSum = 0;
        int done = 0;
        while (done < steps) {
            drawBatch(random);
            lossSum += network.backward(batchFeatures, training.labels().subset(batchRows));
            network.descend(rate);
            done++;
            if (stop.getAsBoolean()) {
                break;
            }
        }
        float[] displacement = network.parameters();
        for (int k = 0; k < dimension; k++) {
            displacement[k] -= start[k];
        }
        return new TrainingResult(displacement, done, lossSum / done);
    }

    private void drawBatch(SplittableRandom random) {
        int width = training.width();
        for (int i = 0; i < settings.batch(); i++) {
            int row = random.nextInt(training.rows());
            System.arraycopy(training.features(), row * width, batchFeatures, i * width, width);
            batchRows[i] = row;
        }
    }

    @Override
    public Evaluation evaluate(float[] parameters, Examples examples) {
        return top.judge(rawOutputs(parameters, examples), examples.labels());
    }

    @Override
    public float[] outputs(float[] parameters, Examples examples) {
        float[] outputs = rawOutputs(parameters, examples);
        top.publish(outputs);
        return outputs;
    }

    /** Batch by batch; what the last batch has too many of is computed and dropped. */
    private float[] rawOutputs(float[] parameters, Examples examples) {
        requireOpen();
        requireDimension(parameters);
        fits(settings, examples);
        network.load(parameters);
        int width = settings.features();
        int outputs = settings.outputs();
        float[] all = new float[Math.multiplyExact(examples.rows(), outputs)];
        for (int from = 0; from < examples.rows(); from += settings.batch()) {
            int rows = Math.min(settings.batch(), examples.rows() - from);
            System.arraycopy(examples.features(), from * width, batchFeatures, 0, rows * width);
            Arrays.fill(batchFeatures, rows * width, batchFeatures.length, 0);
            System.arraycopy(network.forward(batchFeatures), 0, all, from * outputs, rows * outputs);
        }
        return all;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            network.close();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the learner is closed");
        }
    }

    private void requireDimension(float[] parameters) {
        if (parameters.length != dimension) {
            throw new IllegalArgumentException(parameters.length + " parameters for a model of " + dimension);
        }
    }

    private static void fits(LearnerSettings settings, Examples examples) {
        if (examples.width() != settings.features() || !Top.of(settings).fits(examples.labels())) {
            throw new IllegalArgumentException(examples + " do not fit a model of layers " + settings.layers());
        }
    }
}
