package dev.starling.node.site.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.starling.crypto.digest.Digest;
import dev.starling.node.model.ModelCard.Score;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.DurableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How well the consolidated models do, as far as it was found out while the node ran: {@code models/scores.json}, by the
 * digest of their parameters. It can be lost without harm. Confined to one thread while it writes.
 */
public final class KeptScores {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final int most;
    private final Map<String, List<Score>> scores;

    private KeptScores(Path file, int most, Map<String, List<Score>> scores) {
        this.file = file;
        this.most = most;
        this.scores = scores;
    }

    /**
     * What is known; nothing when the file is damaged.
     *
     * @param most models that are remembered
     */
    public static KeptScores read(DataDirectory directory, int most) throws IOException {
        Path file = directory.models().resolve("scores.json");
        Map<String, List<Score>> scores = new LinkedHashMap<>();
        try {
            scores.putAll(JSON.readValue(
                    Files.readAllBytes(file), new TypeReference<LinkedHashMap<String, List<Score>>>() {}));
        } catch (NoSuchFileException | JsonProcessingException e) {
            scores.clear();
        }
        return new KeptScores(file, most, scores);
    }

    /** In the order in which they were found out. */
    List<Score> of(Digest model) {
        return List.copyOf(scores.getOrDefault(model.hex(), List.of()));
    }

    /** Keeps scores, in the place of older ones on the same rows, and forgets the oldest models. Durable on return. */
    public void add(Digest model, List<Score> found) throws IOException {
        List<Score> all = new ArrayList<>(of(model));
        all.removeIf(old -> found.stream().anyMatch(score -> score.on().equals(old.on())));
        all.addAll(found);
        scores.remove(model.hex());
        scores.put(model.hex(), all);
        Iterator<String> oldest = scores.keySet().iterator();
        for (int surplus = scores.size() - most; surplus > 0; surplus--) {
            oldest.next();
            oldest.remove();
        }
        DurableFile.replace(file, JSON.writeValueAsBytes(scores));
    }
}
