package dev.starling.node.cli.member;

import com.fasterxml.jackson.databind.JsonNode;
import dev.starling.node.admin.AdminClient;
import dev.starling.node.cli.verb.Answer;
import dev.starling.node.cli.verb.Asking;
import dev.starling.node.cli.verb.Terminal;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Approves a newcomer who waits, where the charter asks for more than one approval. */
@Command(
        name = "approve",
        description = "Approve a newcomer who waits for it, where the charter asks for more than one approval.",
        footerHeading = "%nExample:%n",
        footer = {"  starling approve --dir north 3f9c2a71d04be6aa", "", "`starling status` lists who waits."})
final class Approve extends Asking {
    @Parameters(
            index = "0",
            paramLabel = "FINGERPRINT",
            description = "The newcomer's fingerprint, or its first digits, at least eight.")
    String fingerprint = "";

    Approve(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void check() throws NodeFailure {
        fingerprint(fingerprint, "starling status");
    }

    @Override
    protected Answer ask(AdminClient node) throws IOException, NodeFailure {
        JsonNode answer = node.post("/v1/approve?peer=" + fingerprint(fingerprint, "starling status"));
        if (!answer.has("approved")) {
            throw new NodeFailure(
                    ExitCode.REFUSED, "nobody with that fingerprint waits; `starling status` lists who does");
        }
        return answer(answer, "approved " + answer.path("approved").asText());
    }
}
