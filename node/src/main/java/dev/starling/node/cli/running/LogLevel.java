package dev.starling.node.cli.running;

import com.fasterxml.jackson.databind.JsonNode;
import dev.starling.node.admin.AdminClient;
import dev.starling.node.cli.verb.Answer;
import dev.starling.node.cli.verb.Asking;
import dev.starling.node.cli.verb.Terminal;
import dev.starling.node.config.LogConfig;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows or changes what the running node logs. */
@Command(
        name = "log-level",
        description =
                "Show or change from which level on the running node logs; a restart goes by starling.toml again.",
        footerHeading = "%nExample:%n",
        footer = "  starling log-level debug --dir north")
final class LogLevel extends Asking {
    @Parameters(
            arity = "0..1",
            paramLabel = "LEVEL",
            description = "One of ${COMPLETION-CANDIDATES} (default: show the present one).")
    LogConfig.@Nullable Level level;

    LogLevel(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected Answer ask(AdminClient node) throws IOException {
        JsonNode answer = level == null
                ? node.get("/v1/log-level")
                : node.post("/v1/log-level?level=" + level.name().toLowerCase(Locale.ROOT));
        return answer(answer, "the node logs from " + answer.path("level").asText() + " on");
    }
}
