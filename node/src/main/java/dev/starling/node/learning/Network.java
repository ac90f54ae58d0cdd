package dev.starling.node.learning;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.blas.params.MMulTranspose;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.reduce.Mmul;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A fully connected network for batches of one size. Every array is allocated here, once, and written in place by each
 * step, so native memory does not grow however long a member trains. Confined.
 *
 * <p>Forward: {@code a_0 = x}, {@code z_l = a_l W_l + b_l}, {@code a_(l+1) = max(z_l, 0)}, and at the top {@link
 * CrossEntropy}, which also gives delta there. Backward (Rumelhart, Hinton, Williams 1986): {@code dW_l = a_l' delta},
 * {@code db_l = column sums of delta}, and one layer down {@code delta = (delta W_l') where a_l > 0, else 0}.
 */
final class Network implements AutoCloseable {
    private static final MMulTranspose PLAIN = MMulTranspose.allFalse();
    private static final MMulTranspose LEFT =
            MMulTranspose.builder().transposeA(true).build();
    private static final MMulTranspose RIGHT =
            MMulTranspose.builder().transposeB(true).build();

    private final List<INDArray> owned = new ArrayList<>();
    private final INDArray parameters;
    private final INDArray gradient;
    private final List<Layer> layers = new ArrayList<>();
    private final int classes;
    private final float[] top;

    /**
     * One layer: views into the flat vectors, and its own buffers.
     *
     * @param weights [in, out], a view
     * @param biases [out], a view
     * @param weightGradient [in, out], a view
     * @param biasGradient [out], a view
     * @param input [batch, in]; what the layer below writes
     * @param delta [batch, out]; derivative of the loss by the layer's sums
     */
    private record Layer(
            INDArray weights,
            INDArray biases,
            INDArray weightGradient,
            INDArray biasGradient,
            INDArray input,
            INDArray delta) {}

    Network(int[] sizes, int dimension, int batch) {
        this.parameters = zeros(1, dimension);
        this.gradient = zeros(1, dimension);
        this.classes = sizes[sizes.length - 1];
        this.top = new float[batch * classes];
        long offset = 0;
        for (int l = 0; l + 1 < sizes.length; l++) {
            int in = sizes[l];
            int out = sizes[l + 1];
            long weights = (long) in * out;
            layers.add(new Layer(
                    view(parameters, offset, in, out),
                    view(parameters, offset + weights, out),
                    view(gradient, offset, in, out),
                    view(gradient, offset + weights, out),
                    zeros(batch, in),
                    zeros(batch, out)));
            offset += weights + out;
        }
    }

    void load(float[] values) {
        write(parameters, values);
    }

    float[] parameters() {
        return read(parameters, new float[Math.toIntExact(parameters.length())]);
    }

    float[] gradient() {
        return read(gradient, new float[Math.toIntExact(gradient.length())]);
    }

    /**
     * Log-probabilities of a batch.
     *
     * @param features row-major, batch x features
     * @return row-major, batch x classes, in nats; overwritten by the next call
     */
    float[] forward(float[] features) {
        write(layers.get(0).input(), features);
        for (int l = 0; l < layers.size(); l++) {
            Layer layer = layers.get(l);
            boolean isTop = l + 1 == layers.size();
            INDArray sums = isTop ? layer.delta() : layers.get(l + 1).input();
            Nd4j.exec(new Mmul(layer.input(), layer.weights(), sums, 1.0, 0.0, PLAIN));
            sums.addiRowVector(layer.biases());
            if (!isTop) {
                Nd4j.exec(DynamicCustomOp.builder("relu")
                        .addInputs(sums)
                        .addOutputs(sums)
                        .addFloatingPointArguments(0.0)
                        .build());
            }
        }
        read(layers.get(layers.size() - 1).delta(), top);
        CrossEntropy.logSoftmax(top, classes);
        return top;
    }

    /**
     * Leaves the gradient of the mean loss of a batch in {@link #gradient()}.
     *
     * @param features row-major, batch x features
     * @param labels right class of each row
     * @return mean loss of the batch in nats
     */
    double backward(float[] features, int[] labels) {
        forward(features);
        double loss = CrossEntropy.derive(top, labels, classes);
        write(layers.get(layers.size() - 1).delta(), top);
        for (int l = layers.size() - 1; l >= 0; l--) {
            Layer layer = layers.get(l);
            Nd4j.exec(new Mmul(layer.input(), layer.delta(), layer.weightGradient(), 1.0, 0.0, LEFT));
            layer.delta().sum(layer.biasGradient(), 0);
            if (l > 0) {
                INDArray below = layers.get(l - 1).delta();
                Nd4j.exec(new Mmul(layer.delta(), layer.weights(), below, 1.0, 0.0, RIGHT));
                Nd4j.exec(DynamicCustomOp.builder("relu_bp")
                        .addInputs(layer.input(), below)
                        .addOutputs(below)
                        .addFloatingPointArguments(0.0)
                        .build());
            }
        }
        return loss;
    }

    /** Goes down the gradient, pulled towards an anchor: {@code w -= rate (gradient + proximal (w - anchor))}. */
    void descend(double rate, double proximal, INDArray anchor) {
        if (proximal > 0) {
            add(proximal, parameters, gradient);
            add(-proximal, anchor, gradient);
        }
        add(-rate, gradient, parameters);
    }

    /** A copy of the parameters as they are now; the caller closes it. */
    INDArray anchor() {
        return parameters.dup();
    }

    @Override
    public void close() {
        owned.forEach(INDArray::close);
        owned.clear();
    }

    private INDArray zeros(long... shape) {
        INDArray array = Nd4j.zeros(DataType.FLOAT, shape);
        owned.add(array);
        return array;
    }

    private static INDArray view(INDArray flat, long from, long... shape) {
        long length = 1;
        for (long n : shape) {
            length *= n;
        }
        return flat.get(NDArrayIndex.all(), NDArrayIndex.interval(from, from + length))
                .reshape('c', shape);
    }

    /** {@code to += factor * from}, element by element. */
    private static void add(double factor, INDArray from, INDArray to) {
        Nd4j.getBlasWrapper().level1().axpy(to.length(), factor, from, to);
    }

    private static void write(INDArray array, float[] values) {
        if (values.length != array.length()) {
            throw new IllegalArgumentException(values.length + " values where " + array.length() + " belong");
        }
        ((FloatPointer) array.data().addressPointer()).put(values, 0, values.length);
    }

    private static float[] read(INDArray array, float[] into) {
        ((FloatPointer) array.data().addressPointer()).get(into, 0, into.length);
        return into;
    }
}
