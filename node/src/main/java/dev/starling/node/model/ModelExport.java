package dev.starling.node.model;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes a model as a file that other programs load. */
public final class ModelExport {
    private ModelExport() {}

    /** A file format. */
    public enum Format {
        /** NumPy archive: arrays {@code layer0.weight} [in, out], {@code layer0.bias} [out], …; the card in a file beside. */
        NPZ,
        /** Safetensors: the same arrays, and the card in the header. */
        SAFETENSORS,
        /** One JSON object: the card, and the same arrays. */
        JSON,
        /** A graph for ONNX Runtime and the like, scaling included, and the card in its metadata. */
        ONNX;

        /** The word for it, and the ending of its files. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The format that a file name ends with. */
        public static Optional<Format> ofFileName(Path file) {
            String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
            return List.of(values()).stream()
                    .filter(format -> name.endsWith("." + format.word()))
                    .findFirst();
        }
    }

    /** Where the card of a NumPy archive is: {@code model.card.json} beside {@code model.npz}. */
    public static Path cardBeside(Path archive) {
        String name = String.valueOf(archive.getFileName());
        String ending = "." + Format.NPZ.word();
        String stem = name.toLowerCase(Locale.ROOT).endsWith(ending)
                ? name.substring(0, name.length() - ending.length())
                : name;
        return archive.resolveSibling(stem + ".card.json");
    }

    /**
     * Writes a model. A file appears complete or not at all; its directory must exist.
     *
     * @param card what the parameters are
     * @param parameters float32, length d, laid out layer by layer: weights row-major [in x out], then biases [out]
     * @param replace whether a file of that name may lose its place
     * @throws FileAlreadyExistsException when there is one and it may not
     * @throws IllegalArgumentException when card and parameters do not belong together
     */
    public static void write(Path file, Format format, ModelCard card, float[] parameters, boolean replace)
            throws IOException {
        List<Tensor> tensors = tensors(card.layerSizes(), parameters);
        if (!card.parameters().equals(ModelCard.digest(parameters))) {
            throw new IllegalArgumentException("the card is not of these parameters");
        }
        switch (format) {
            case NPZ -> writeWithCard(file, card, parameters, replace);
            case SAFETENSORS ->
                WholeFile.write(file, replace, out -> Safetensors.write(card, tensors, parameters, out));
            case JSON -> WholeFile.write(file, replace, out -> JsonModel.write(card, tensors, parameters, out));
            case ONNX -> WholeFile.write(file, replace, out -> OnnxGraph.write(card, tensors, parameters, out));
        }
    }

    /** The card first: an archive that is there is never without it. */
    private static void writeWithCard(Path file, ModelCard card, float[] parameters, boolean replace)
            throws IOException {
        if (!replace && Files.exists(file)) {
            throw WholeFile.taken(file);
        }
        Path beside = cardBeside(file);
        WholeFile.write(beside, replace, out -> out.write(CardJson.page(card)));
        try {
            writeArrays(file, card.layerSizes(), parameters, replace);
        } catch (FileAlreadyExistsException e) {
            Files.delete(beside);
            throw e;
        }
    }

    /**
     * Writes the arrays of a model alone, as a NumPy archive.
     *
     * @param layerSizes features, units of each hidden layer, outputs
     * @see #write
     */
    public static void writeArrays(Path file, List<Integer> layerSizes, float[] parameters, boolean replace)
            throws IOException {
        List<Tensor> tensors = tensors(layerSizes, parameters);
        WholeFile.write(file, replace, out -> NumpyArchive.write(tensors, parameters, out));
    }

    private static List<Tensor> tensors(List<Integer> layerSizes, float[] parameters) {
        List<Tensor> tensors = Tensor.of(layerSizes);
        if (tensors.stream().mapToInt(Tensor::length).sum() != parameters.length) {
            throw new IllegalArgumentException(parameters.length + " parameters for layers " + layerSizes);
        }
        return tensors;
    }
}
