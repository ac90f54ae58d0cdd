package dev.starling.node.model;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A named slice of the flat parameters: layer by layer the weights, row-major [in, out], then the biases [out].
 *
 * @param name {@code layer0.weight}, {@code layer0.bias}, …
 * @param shape extents, the slowest first
 * @param offset first value in the flat vector
 */
record Tensor(String name, List<Integer> shape, int offset) {
    private static final int CHUNK_FLOATS = 1 << 14;

    /** The tensors of fully connected layers, in the order of the flat vector. */
    static List<Tensor> of(List<Integer> layerSizes) {
        List<Tensor> tensors = new ArrayList<>();
        int offset = 0;
        for (int l = 0; l + 1 < layerSizes.size(); l++) {
            int in = layerSizes.get(l);
            int out = layerSizes.get(l + 1);
            tensors.add(new Tensor("layer" + l + ".weight", List.of(in, out), offset));
            offset = Math.addExact(offset, Math.multiplyExact(in, out));
            tensors.add(new Tensor("layer" + l + ".bias", List.of(out), offset));
            offset = Math.addExact(offset, out);
        }
        return tensors;
    }

    int length() {
        return shape.stream().reduce(1, Math::multiplyExact);
    }

    long bytes() {
        return (long) length() * Float.BYTES;
    }

    /** The extents with commas between. */
    String extents() {
        return shape.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /** Writes the values as little-endian float32. */
    void write(float[] parameters, OutputStream out) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_FLOATS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        int end = offset + length();
        for (int from = offset; from < end; from += CHUNK_FLOATS) {
            int floats = Math.min(CHUNK_FLOATS, end - from);
            chunk.asFloatBuffer().put(parameters, from, floats);
            out.write(chunk.array(), 0, floats * Float.BYTES);
        }
    }
}
