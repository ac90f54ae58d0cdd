package dev.starling.node.site.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.starling.crypto.digest.Digest;
import dev.starling.node.charter.Charter;
import dev.starling.node.learning.Baseline;
import dev.starling.node.model.ModelCard;
import dev.starling.node.model.ModelExport;
import dev.starling.node.model.ModelFormatException;
import dev.starling.node.model.ModelImport;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.DurableFile;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What this site learnt alone: {@code models/local.npz} with the parameters, and beside it {@code models/local.json}, which
 * names them by their digest, so that the two cannot be mixed up.
 *
 * @param summary what is known of it
 * @param parameters length d; owned by the receiver
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
public record LocalModel(Summary summary, float[] parameters) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * The content of {@code local.json}.
     *
     * @param federation federation id in hexadecimal
     * @param slots slots trained
     * @param steps batches trained
     * @param trainingRows rows trained on
     * @param rows rows held out and judged
     * @param accuracy share told right; null without such rows, or when the label is a quantity
     * @param logLoss mean negative log-likelihood in nats; null likewise
     * @param auc area under the curve; null unless there are two to twenty classes and two of them occur
     * @param rmse root of the mean squared error in the unit of the label; null without such rows, or for classes
     * @param parameters SHA-256 of the parameters in hexadecimal
     */
    public record Summary(
            String federation,
            int slots,
            long steps,
            int trainingRows,
            int rows,
            @Nullable Double accuracy,
            @Nullable Double logLoss,
            @Nullable Double auc,
            @Nullable Double rmse,
            String parameters) {}

    /**
     * What a baseline is and how it was judged.
     *
     * @param trainingRows rows trained on
     * @param baseline the model
     * @param auc area under the curve on the rows held out; NaN when they cannot tell
     */
    public record Trained(int trainingRows, Baseline baseline, double auc) {}

    /** The summary of a model that was trained for so many slots. */
    public static Summary summary(Digest federation, int slots, Trained trained) {
        Baseline baseline = trained.baseline();
        return new Summary(
                federation.hex(),
                slots,
                baseline.steps(),
                trained.trainingRows(),
                baseline.holdout().rows(),
                finite(baseline.holdout().accuracy()),
                finite(baseline.holdout().logLoss()),
                finite(trained.auc()),
                finite(baseline.holdout().rmse()),
                ModelCard.digest(baseline.parameters()).hex());
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    /**
     * Writes both files, in the place of those of an earlier training.
     *
     * @throws NodeFailure when the disk does not take them
     */
    public void save(DataDirectory directory, Charter charter) throws NodeFailure {
        List<Integer> layers = IntStream.of(charter.layerSizes()).boxed().toList();
        try {
            Files.createDirectories(directory.models());
            ModelExport.writeArrays(parametersFile(directory), layers, parameters, true);
            DurableFile.replace(
                    summaryFile(directory),
                    JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(summary));
        } catch (IOException e) {
            throw NodeFailure.of(e);
        }
    }

    /**
     * Reads the summary alone.
     *
     * @return empty when nothing was trained here under this charter
     * @throws NodeFailure when the file cannot be read
     */
    public static Optional<Summary> readSummary(DataDirectory directory, Digest federation) throws NodeFailure {
        try {
            Summary summary = JSON.readValue(Files.readAllBytes(summaryFile(directory)), Summary.class);
            return Optional.of(summary).filter(s -> s.federation().equals(federation.hex()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JsonProcessingException e) {
            throw damaged(summaryFile(directory), e);
        } catch (IOException e) {
            throw NodeFailure.of(e);
        }
    }

    /**
     * Reads both files.
     *
     * @param charter the charter, for the number of parameters
     * @return empty when nothing was trained here under this charter
     * @throws NodeFailure when the files are damaged or do not belong together
     */
    public static Optional<LocalModel> read(DataDirectory directory, Digest federation, Charter charter)
            throws NodeFailure {
        Summary summary = readSummary(directory, federation).orElse(null);
        if (summary == null) {
            return Optional.empty();
        }
        Path file = parametersFile(directory);
        try {
            float[] parameters = ModelImport.read(file).parameters();
            if (parameters.length != charter.parameters()
                    || !ModelCard.digest(parameters).hex().equals(summary.parameters())) {
                throw damaged(file, null);
            }
            return Optional.of(new LocalModel(summary, parameters));
        } catch (NoSuchFileException | ModelFormatException e) {
            throw damaged(file, e);
        } catch (IOException e) {
            throw NodeFailure.of(e);
        }
    }

    private static NodeFailure damaged(Path file, @Nullable Exception cause) {
        return new NodeFailure(
                ExitCode.FAILED,
                file + ": is missing, damaged or not the one that models/local.json describes; run `starling train"
                        + " --local` again",
                cause);
    }

    private static Path parametersFile(DataDirectory directory) {
        return directory.models().resolve("local.npz");
    }

    private static Path summaryFile(DataDirectory directory) {
        return directory.models().resolve("local.json");
    }
}
