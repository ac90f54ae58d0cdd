package dev.starling.node.learning;

import dev.starling.gossip.Genesis;
import dev.starling.node.data.Labels;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.blas.params.MMulTranspose;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.reduce.Mmul;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A fully connected network for batches of one size. Every array is allocated here, once, and written in place by each
 * step, so native memory does not grow however long a member trains. The parameters are the only vector of length d,
 * beside the anchor of a proximal term: a layer's gradient is never written out, but goes straight into the weights as
 * the product that it is. Confined.
 *
 * <p>Forward: {@code a_0 = x}, {@code z_l = a_l W_l + b_l}, {@code a_(l+1) = max(z_l, 0)}, and on the last sums a {@link
 * Top}, which also gives delta there. Backward (Rumelhart, Hinton, Williams 1986): one layer down {@code delta = (delta
 * W_l') where a_l > 0, else 0}; then {@code dW_l = a_l' delta}, {@code db_l = column sums of delta}.
 */
final class Network implements AutoCloseable {
    private static final MMulTranspose PLAIN = MMulTranspose.allFalse();
    private static final MMulTranspose LEFT =
            MMulTranspose.builder().transposeA(true).build();
    private static final MMulTranspose RIGHT =
            MMulTranspose.builder().transposeB(true).build();

    private final List<INDArray> owned = new ArrayList<>();
    private final INDArray parameters;
    private final double proximal;
    private final @Nullable INDArray anchor;
    private final List<Layer> layers = new ArrayList<>();
    private final Top top;
    private final float[] outputs;

    /**
     * One layer: views into the parameters, and its own buffers.
     *
     * @param weights [in, out], a view
     * @param biases [out], a view
     * @param input [batch, in]; what the layer below writes
     * @param delta [batch, out]; derivative of the loss by the layer's sums
     * @param biasGradient [out]
     */
    private record Layer(INDArray weights, INDArray biases, INDArray input, INDArray delta, INDArray biasGradient) {}

    Network(LearnerSettings settings) {
        int[] sizes = settings.layerSizes();
        int dimension = Genesis.dimension(sizes);
        this.parameters = zeros(1, dimension);
        this.proximal = settings.proximal();
        this.anchor = proximal > 0 ? zeros(1, dimension) : null;
        this.top = Top.of(settings);
        this.outputs = new float[settings.batch() * settings.outputs()];
        long offset = 0;
        for (int l = 0; l + 1 < sizes.length; l++) {
            int in = sizes[l];
            int out = sizes[l + 1];
            long weights = (long) in * out;
            layers.add(new Layer(
                    view(parameters, offset, in, out),
                    view(parameters, offset + weights, out),
                    zeros(settings.batch(), in),
                    zeros(settings.batch(), out),
                    zeros(out)));
            offset += weights + out;
        }
    }

    /** Takes over a copy of parameters, for outputs. */
    void load(float[] values) {
        write(parameters, values);
    }

    /** Takes over a copy of parameters, for training: the proximal term pulls towards them. */
    void start(float[] values) {
        load(values);
        if (anchor != null) {
            write(anchor, values);
        }
    }

    /** A copy of the parameters as they are now. */
    float[] parameters() {
        return read(parameters, new float[Math.toIntExact(parameters.length())]);
    }

    /**
     * What the top makes of a batch.
     *
     * @param features row-major, batch x features
     * @return row-major, batch x outputs, see {@link Top#activate}; overwritten by the next call
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
        read(layers.get(layers.size() - 1).delta(), outputs);
        top.activate(outputs);
        return outputs;
    }

    /**
     * Leaves the derivatives of the mean loss of a batch by every layer's sums for {@link #descend}.
     *
     * @param features row-major, batch x features
     * @param labels one a row
     * @return mean loss of the batch, see {@link Top#derive}
     */
    double backward(float[] features, Labels labels) {
        forward(features);
        double loss = top.derive(outputs, labels);
        write(layers.get(layers.size() - 1).delta(), outputs);
        for (int l = layers.size() - 1; l > 0; l--) {
            Layer layer = layers.get(l);
            INDArray below = layers.get(l - 1).delta();
            Nd4j.exec(new Mmul(layer.delta(), layer.weights(), below, 1.0, 0.0, RIGHT));
            Nd4j.exec(DynamicCustomOp.builder("relu_bp")
                    .addInputs(layer.input(), below)
                    .addOutputs(below)
                    .addFloatingPointArguments(0.0)
                    .build());
        }
        return loss;
    }

    /** Goes down the gradient, pulled towards the anchor: {@code w -= rate (gradient + proximal (w - anchor))}. */
    void descend(double rate) {
        if (anchor != null) {
            Nd4j.getBlasWrapper().level1().scal(parameters.length(), 1 - rate * proximal, parameters);
            add(rate * proximal, anchor, parameters);
        }
        for (Layer layer : layers) {
            Nd4j.exec(new Mmul(layer.input(), layer.delta(), layer.weights(), -rate, 1.0, LEFT));
            layer.delta().sum(layer.biasGradient(), 0);
            add(-rate, layer.biasGradient(), layer.biases());
        }
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
