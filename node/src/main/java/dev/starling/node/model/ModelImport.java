package dev.starling.node.model;

import dev.starling.node.array.NpyArchive;
import dev.starling.node.charter.Charter;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipException;

/**
 * A model that was read from a file: safetensors or NumPy archive, with the arrays {@code layer0.weight} [in, out], {@code
 * layer0.bias} [out], {@code layer1.weight} and so on, float32, and nothing else.
 *
 * @param card what came along; empty with plain arrays
 * @param layerSizes features, units of each hidden layer, outputs
 * @param parameters float32, length d, laid out layer by layer; owned by the receiver
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record ModelImport(Optional<ModelCard> card, List<Integer> layerSizes, float[] parameters) {
    private static final int FLOATS_AT_ONCE = 1 << 14;
    private static final String ARRAYS =
            "a model is the float32 arrays layer0.weight [in, out], layer0.bias [out], layer1.weight and so on, row by row";

    public ModelImport {
        layerSizes = List.copyOf(layerSizes);
    }

    /**
     * Reads a model; the content tells the format, not the name.
     *
     * @throws ModelFormatException when the file holds something else, or card and parameters do not belong together
     * @throws IOException when it cannot be read
     */
    public static ModelImport read(Path file) throws ModelFormatException, IOException {
        try {
            NamedArrays arrays = open(file);
            List<Integer> sizes = layerSizes(arrays.shapes());
            float[] parameters = parameters(arrays, Tensor.of(sizes));
            Optional<ModelCard> card = arrays.card().map(CardJson::parse);
            if (card.isPresent()) {
                requireTogether(card.get(), sizes, parameters);
            }
            return new ModelImport(card, sizes, parameters);
        } catch (EOFException e) {
            throw new ModelFormatException(file, "it ends early", ARRAYS);
        } catch (NamedArrays.Malformed | ZipException e) {
            throw new ModelFormatException(file, String.valueOf(e.getMessage()), ARRAYS);
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException(
                    file, String.valueOf(e.getMessage()), "export the model again with `starling model export`");
        }
    }

    private static NamedArrays open(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            boolean archive = NpyArchive.begins(in.readNBytes(Integer.BYTES));
            return archive ? NumpyFile.open(file) : SafetensorsFile.open(file);
        }
    }

    /** What the shapes say, if each layer takes what the one below gives. */
    private static List<Integer> layerSizes(Map<String, List<Integer>> shapes) throws IOException {
        List<Integer> sizes = new ArrayList<>();
        int layers = shapes.size() / 2;
        long parameters = 0;
        for (int l = 0; l < layers; l++) {
            List<Integer> weight = shapes.getOrDefault("layer" + l + ".weight", List.of());
            List<Integer> bias = shapes.getOrDefault("layer" + l + ".bias", List.of());
            boolean fits = weight.size() == 2
                    && bias.equals(weight.subList(1, 2))
                    && (l == 0 || weight.get(0).equals(sizes.get(l)));
            if (!fits) {
                throw new NamedArrays.Malformed(
                        "layer " + l + " has weight " + weight + " and bias " + bias + ", which do not fit"
                                + (l == 0 ? "" : " to the " + sizes.get(l) + " outputs of the layer below"));
            }
            if (l == 0) {
                sizes.add(weight.get(0));
            }
            sizes.add(weight.get(1));
            parameters += (weight.get(0) + 1L) * weight.get(1);
        }
        if (layers == 0 || shapes.size() % 2 != 0) {
            throw new NamedArrays.Malformed("its arrays are " + shapes.keySet());
        }
        if (parameters > Charter.MAX_PARAMETERS) {
            throw new NamedArrays.Malformed(
                    "it has " + parameters + " parameters, and " + Charter.MAX_PARAMETERS + " are the most");
        }
        return sizes;
    }

    private static float[] parameters(NamedArrays arrays, List<Tensor> tensors) throws IOException {
        float[] parameters = new float[tensors.stream().mapToInt(Tensor::length).sum()];
        byte[] bytes = new byte[FLOATS_AT_ONCE * Float.BYTES];
        for (Tensor tensor : tensors) {
            try (DataInputStream values = new DataInputStream(arrays.values(tensor.name()))) {
                int end = tensor.offset() + tensor.length();
                for (int from = tensor.offset(); from < end; from += FLOATS_AT_ONCE) {
                    int floats = Math.min(FLOATS_AT_ONCE, end - from);
                    values.readFully(bytes, 0, floats * Float.BYTES);
                    ByteBuffer.wrap(bytes)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .asFloatBuffer()
                            .get(parameters, from, floats);
                }
            }
        }
        for (float value : parameters) {
            if (!Float.isFinite(value)) {
                throw new NamedArrays.Malformed("it holds a value that is no finite number");
            }
        }
        return parameters;
    }

    private static void requireTogether(ModelCard card, List<Integer> sizes, float[] parameters) {
        if (!card.layerSizes().equals(sizes) || !card.parameters().equals(ModelCard.digest(parameters))) {
            throw new IllegalArgumentException("its card is of other parameters");
        }
    }
}
