package dev.starling.testnet.run;

import dev.starling.testnet.dataset.Request;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * What can be chosen about a run.
 *
 * @param data what is learnt from, and by how many
 * @param training model, training and mixing
 * @param holdout share of its rows that each member keeps from training and judges consolidated models on
 * @param seed of everything that is drawn
 * @param port the first of as many successive ports as there are members; not said: free ones
 * @param directory everything is written below it; empty or absent at first
 * @param keep whether the members' own directories stay afterwards
 * @param command how to run the same again
 */
public record RunSettings(
        Request data,
        TrainingChoice training,
        double holdout,
        long seed,
        OptionalInt port,
        Path directory,
        boolean keep,
        String command) {

    Path logs() {
        return directory.resolve("logs");
    }

    Path nodes() {
        return directory.resolve("nodes");
    }

    Path tests() {
        return directory.resolve("tests");
    }

    /** The page. */
    public Path page() {
        return directory.resolve("report.html");
    }

    Path json() {
        return directory.resolve("report.json");
    }

    Path csv() {
        return directory.resolve("scores.csv");
    }

    Path charter() {
        return directory.resolve("charter.toml");
    }

    /** All that a run writes, but for the logs. */
    List<Path> written() {
        return List.of(nodes(), tests(), page(), json(), csv(), charter());
    }
}
