package dev.starling.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.starling.node.admin.AdminClient;
import dev.starling.node.runtime.ExitCode;
import dev.starling.node.runtime.NodeFailure;
import java.io.IOException;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Approves a newcomer who waits, where the charter asks for more than one approval. */
@Command(
        name = "approve",
        description = "Approve a newcomer who waits for it, where the charter asks for more than one approval.",
        footerHeading = "%nExample:%n",
        footer = {"  starling approve --dir north 3f9c2a71d04be6aa", "", "`starling status` lists who waits."})
final class Approve extends Asking {
    private static final int LEAST_DIGITS = 8;

    @Parameters(
            index = "0",
            paramLabel = "FINGERPRINT",
            description = "The newcomer's fingerprint, or its first digits, at least eight.")
    String fingerprint = "";

    Approve(Terminal terminal) {
        super(terminal);
    }

    @Override
    Answer ask(AdminClient node) throws IOException, NodeFailure {
        String prefix = fingerprint.toLowerCase(Locale.ROOT);
        if (prefix.length() < LEAST_DIGITS || !prefix.matches("[0-9a-f]+")) {
            throw new NodeFailure(
                    ExitCode.USAGE,
                    "not a fingerprint: " + fingerprint
                            + "; give at least eight of the digits that `starling status` shows");
        }
        JsonNode answer = node.post("/v1/approve?peer=" + prefix);
        if (!answer.has("approved")) {
            throw new NodeFailure(
                    ExitCode.REFUSED, "nobody with that fingerprint waits; `starling status` lists who does");
        }
        return answer(answer, "approved " + answer.path("approved").asText());
    }
}
