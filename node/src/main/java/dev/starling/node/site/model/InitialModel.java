package dev.starling.node.site.model;

import dev.starling.crypto.digest.Digest;
import dev.starling.gossip.Genesis;
import dev.starling.node.charter.Charter;
import dev.starling.node.model.ModelCard;
import dev.starling.node.model.ModelExport;
import dev.starling.node.model.ModelFormatException;
import dev.starling.node.model.ModelImport;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The parameters that everybody starts from: what follows from the charter's seed, or those that the charter names by their
 * digest. The latter lie in {@code initial.npz} of each member. They are the base of the first snapshots, so nobody can do
 * without them, and they do not travel: whoever founds or joins gets the file from a founder, by whatever way files go.
 */
public final class InitialModel {
    private InitialModel() {}

    /**
     * The parameters.
     *
     * @return length d; owned by the receiver
     * @throws NodeFailure when the charter names parameters that are not here
     */
    public static float[] of(DataDirectory directory, Charter charter) throws NodeFailure {
        Digest wanted = charter.model().initial();
        if (wanted == null) {
            return Genesis.parameters(charter.layerSizes(), charter.model().seed());
        }
        Path file = directory.initialModel();
        if (!Files.exists(file)) {
            throw missing(file, wanted);
        }
        return checked(file, charter, wanted);
    }

    /**
     * Reads a model file of any origin.
     *
     * @throws NodeFailure when it cannot be used
     */
    public static ModelImport read(Path file) throws NodeFailure {
        try {
            return ModelImport.read(file);
        } catch (ModelFormatException e) {
            throw new NodeFailure(ExitCode.DATA, String.valueOf(e.getMessage()), e);
        } catch (NoSuchFileException e) {
            throw new NodeFailure(ExitCode.DATA, file + ": there is no such file; check the path", e);
        } catch (IOException e) {
            throw NodeFailure.of(e);
        }
    }

    /**
     * Sees to it, before a member signs or joins, that it has the parameters that the charter names.
     *
     * @param given the file that the person named; null for none
     * @throws NodeFailure when the charter names parameters that are neither given nor here, or others are given
     */
    public static void bring(DataDirectory directory, Charter charter, @Nullable Path given)
            throws NodeFailure, IOException {
        Digest wanted = charter.model().initial();
        if (wanted == null && given != null) {
            throw new NodeFailure(ExitCode.USAGE, "this federation starts from no model file; leave out --from-model");
        }
        if (wanted != null && given != null) {
            save(directory, charter, checked(given, charter, wanted));
        } else if (wanted != null) {
            of(directory, charter);
        }
    }

    /** Writes the file, in the place of one that may have been damaged. */
    public static void save(DataDirectory directory, Charter charter, float[] parameters) throws IOException {
        List<Integer> layers = IntStream.of(charter.layerSizes()).boxed().toList();
        ModelExport.writeArrays(directory.initialModel(), layers, parameters, true);
    }

    private static float[] checked(Path file, Charter charter, Digest wanted) throws NodeFailure {
        ModelImport model = read(file);
        requireShape(file, charter, model);
        Digest digest = ModelCard.digest(model.parameters());
        if (!digest.equals(wanted)) {
            throw new NodeFailure(
                    ExitCode.CONFIGURATION,
                    file + ": it holds the model " + digest.shortHex() + "…, and the charter starts from "
                            + wanted.shortHex() + "…; get the file from a founder");
        }
        return model.parameters();
    }

    /**
     * That a model has the layers of a charter.
     *
     * @throws NodeFailure when it has others
     */
    public static void requireShape(Path file, Charter charter, ModelImport model) throws NodeFailure {
        List<Integer> layers = IntStream.of(charter.layerSizes()).boxed().toList();
        if (!model.layerSizes().equals(layers)) {
            throw new NodeFailure(
                    ExitCode.DATA,
                    file + ": its layers are " + model.layerSizes() + ", and those of the charter " + layers
                            + " (features, hidden units, outputs); name the model that belongs to these columns, or other"
                            + " columns");
        }
    }

    private static NodeFailure missing(Path file, Digest wanted) {
        return new NodeFailure(
                ExitCode.CONFIGURATION,
                file + ": the charter starts from the model " + wanted.hex()
                        + ", and it is not here; get its file from a founder and bring it along: `starling charter sign"
                        + " --from-model FILE` for a founder, `starling join --from-model FILE` for whoever joins");
    }
}
