package dev.starling.node.site.model;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.trust.Roster;
import dev.starling.node.charter.Charter;
import dev.starling.node.charter.Metric;
import dev.starling.node.learning.Evaluation;
import dev.starling.node.model.ModelCard;
import dev.starling.node.model.ModelCard.Participant;
import dev.starling.node.model.ModelCard.Score;
import dev.starling.node.model.ModelExport;
import dev.starling.node.model.ModelFormatException;
import dev.starling.node.model.ModelImport;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The best of the shared models that this member has held, by its own validation rows: {@code models/best.safetensors}, with
 * its card. Neither the rows that are trained on nor those held out for the verdict have a say, so that the verdict on the
 * best model is still one. The file is replaced as a whole or not at all. Confined to the training thread.
 */
public final class BestModel {
    private static final String FILE = "best.safetensors";

    private final DataDirectory directory;
    private final Path file;
    private final Digest federation;
    private final String organisation;
    private final Supplier<Roster> roster;
    private boolean looked;
    private boolean blocked;
    private @Nullable Evaluation best;

    /** How well parameters do on the validation rows. */
    @FunctionalInterface
    public interface Judge {
        Evaluation judge(float[] parameters);
    }

    public BestModel(DataDirectory directory, Digest federation, String organisation, Supplier<Roster> roster) {
        this.directory = directory;
        this.file = file(directory);
        this.federation = federation;
        this.organisation = organisation;
        this.roster = roster;
    }

    /**
     * The best model on the disk.
     *
     * @return empty when there is none
     * @throws NodeFailure when the file is damaged or of another federation
     */
    static Optional<ModelImport> read(DataDirectory directory, Digest federation) throws NodeFailure {
        Path file = file(directory);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            ModelImport model = ModelImport.read(file);
            if (!model.card()
                    .map(card -> card.origin().federation().equals(federation))
                    .orElse(false)) {
                throw new NodeFailure(
                        ExitCode.FAILED, file + ": it is not of this federation; move it away, and a new one is kept");
            }
            return Optional.of(model);
        } catch (ModelFormatException e) {
            throw new NodeFailure(ExitCode.FAILED, e.getMessage() + ", or move it away, and a new one is kept", e);
        } catch (IOException e) {
            throw NodeFailure.of(e);
        }
    }

    static Path file(DataDirectory directory) {
        return directory.models().resolve(FILE);
    }

    /**
     * Keeps these parameters if they do better than those that are kept. What is kept is judged anew at the first call: the
     * rows may be others than those it was chosen by.
     *
     * @param charter with its scaling
     * @param slot the last slot whose learning is in them
     * @param parameters length d; only read
     * @throws NodeFailure when the file is not one to replace, or the disk does not take it; said once, then no more
     */
    public void offer(Charter charter, int slot, float[] parameters, Judge judge) throws NodeFailure {
        if (!looked) {
            looked = true;
            blocked = true;
            removeUnfinished();
            best = read(directory, federation)
                    .map(model -> judge.judge(model.parameters()))
                    .orElse(null);
            blocked = false;
        }
        if (blocked) {
            return;
        }
        Metric metric = charter.schema().metric();
        Evaluation offered = judge.judge(parameters);
        if (better(metric, offered, best)) {
            blocked = true;
            save(charter, slot, parameters, offered);
            blocked = false;
            best = offered;
        }
    }

    /** What a kill left half written. */
    private void removeUnfinished() throws NodeFailure {
        if (!Files.isDirectory(directory.models())) {
            return;
        }
        try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(directory.models(), "." + FILE + "*.part")) {
            for (Path part : unfinished) {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw NodeFailure.of(e);
        }
    }

    /** Equally many told right: the surer one. */
    private static boolean better(Metric metric, Evaluation offered, @Nullable Evaluation kept) {
        double score = offered.score(metric);
        if (kept == null || !Double.isFinite(score)) {
            return Double.isFinite(score);
        }
        return switch (metric) {
            case RMSE -> score < kept.score(metric);
            case ACCURACY ->
                score > kept.score(metric) || (score == kept.score(metric) && offered.logLoss() < kept.logLoss());
        };
    }

    private void save(Charter charter, int slot, float[] parameters, Evaluation validation) throws NodeFailure {
        List<Participant> members =
                roster.get().members().stream().map(Participant::of).toList();
        ModelCard.Origin origin =
                new ModelCard.Origin(federation, charter.name(), MemberModels.BEST, slot, organisation, members);
        try {
            Files.createDirectories(directory.models());
            ModelExport.write(
                    file,
                    ModelExport.Format.SAFETENSORS,
                    ModelCard.of(origin, charter, scores(charter.schema().metric(), validation), parameters),
                    parameters,
                    true);
        } catch (IOException e) {
            throw NodeFailure.of(e);
        }
    }

    /** What the validation rows say, as a card has it. */
    public static List<Score> scores(Metric metric, Evaluation validation) {
        List<Score> scores = new ArrayList<>();
        scores.add(score(validation, metric.word(), validation.score(metric)));
        if (metric == Metric.ACCURACY) {
            scores.add(score(validation, Score.LOG_LOSS, validation.logLoss()));
        }
        scores.removeIf(score -> !Double.isFinite(score.value()));
        return scores;
    }

    private static Score score(Evaluation validation, String metric, double value) {
        return new Score(Score.VALIDATION, 1, validation.rows(), metric, value);
    }
}
