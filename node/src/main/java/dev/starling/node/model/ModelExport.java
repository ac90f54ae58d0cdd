package dev.starling.node.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes a model as a file that other programs load. */
public final class ModelExport {
    private ModelExport() {}

    /** A file format. */
    public enum Format {
        /** NumPy archive: arrays {@code layer0.weight} [in, out], {@code layer0.bias} [out], … and nothing else. */
        NPZ,
        /** Safetensors: the same arrays, and the model card in the header. */
        SAFETENSORS;

        /** The format that a file name ends with. */
        public static Optional<Format> ofFileName(Path file) {
            String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
            return List.of(values()).stream()
                    .filter(format -> name.endsWith("." + format.name().toLowerCase(Locale.ROOT)))
                    .findFirst();
        }
    }

    /**
     * Writes a model. The file appears complete or not at all; its directory must exist.
     *
     * @param card what the parameters are
     * @param parameters float32, length d, laid out layer by layer: weights row-major [in x out], then biases [out]
     * @param replace whether a file of that name may lose its place
     * @throws java.nio.file.FileAlreadyExistsException when there is one and it may not
     * @throws IllegalArgumentException when card and parameters do not belong together
     */
    public static void write(Path file, Format format, ModelCard card, float[] parameters, boolean replace)
            throws IOException {
        List<Tensor> tensors = Tensor.of(card.layerSizes());
        int length = tensors.stream().mapToInt(Tensor::length).sum();
        if (length != parameters.length || !card.parameters().equals(ModelCard.digest(parameters))) {
            throw new IllegalArgumentException("the card is not of these parameters");
        }
        WholeFile.write(file, replace, out -> {
            switch (format) {
                case NPZ -> NumpyArchive.write(tensors, parameters, out);
                case SAFETENSORS -> Safetensors.write(card, tensors, parameters, out);
            }
        });
    }
}
