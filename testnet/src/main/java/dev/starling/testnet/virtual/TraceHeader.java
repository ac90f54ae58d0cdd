package dev.starling.testnet.virtual;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The first lines of a trace file: magic and version, the seed, the scenario or a dash, and the options of the command as a
 * JSON array, which say all that is needed to run it again.
 *
 * @param seed everything that was left to chance followed from it
 * @param scenario the story, if one was played
 * @param arguments of {@code starling sim}
 */
public record TraceHeader(long seed, Optional<String> scenario, List<String> arguments) {
    static final String MAGIC = "starling-trace ";
    static final int VERSION = 1;
    static final int LINES = 4;

    private static final String SEED = "seed ";
    private static final String SCENARIO = "scenario ";
    private static final String ARGUMENTS = "arguments ";
    private static final ObjectMapper JSON = new ObjectMapper();

    public TraceHeader {
        arguments = List.copyOf(arguments);
    }

    List<String> lines() {
        try {
            return List.of(
                    MAGIC + VERSION,
                    SEED + seed,
                    SCENARIO + scenario.orElse("-"),
                    ARGUMENTS + JSON.writeValueAsString(arguments));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings can be written", e);
        }
    }

    /**
     * Reads the lines; null stands for one that is not there.
     *
     * @param name of the file, for messages
     */
    static TraceHeader parse(String name, List<@Nullable String> lines) throws NodeFailure {
        if (!(MAGIC + VERSION).equals(lines.get(0))) {
            throw new NodeFailure(
                    ExitCode.DATA,
                    name + ": is a trace of another version, " + lines.get(0) + "; this one reads " + MAGIC + VERSION
                            + ": replay it with the Starling that wrote it");
        }
        try {
            String scenario = rest(lines.get(2), SCENARIO);
            return new TraceHeader(
                    Long.parseLong(rest(lines.get(1), SEED)),
                    scenario.equals("-") ? Optional.empty() : Optional.of(scenario),
                    List.of(JSON.readValue(rest(lines.get(3), ARGUMENTS), String[].class)));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new NodeFailure(ExitCode.DATA, name + ": the head of the trace is damaged; record it again");
        }
    }

    private static String rest(@Nullable String line, String word) {
        if (line == null || !line.startsWith(word)) {
            throw new IllegalArgumentException(word + "is missing");
        }
        return line.substring(word.length());
    }
}
