package dev.starling.node.cli.member;

import com.fasterxml.jackson.databind.JsonNode;
import dev.starling.crypto.trust.Revocation;
import dev.starling.node.admin.AdminClient;
import dev.starling.node.cli.verb.Answer;
import dev.starling.node.cli.verb.Asking;
import dev.starling.node.cli.verb.Terminal;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Removes a member, or agrees to its removal where the charter asks for more than one signature. */
@Command(
        name = "revoke",
        description = {
            "Remove a member from the federation, for good: under that identity it does not come back. Where the charter"
                    + " asks for more than one signature, this gives one; the others run the same command.",
            "What was open between it and the others is void. The removed member is told who removed it, and why."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  starling revoke --dir north 3f9c2a71d04be6aa --reason \"its key was copied\"",
            "",
            "`starling roster` shows the fingerprints. Exit codes: 0 removed or signed, 2 not a fingerprint or a reason",
            "that cannot be shown, 5 no node runs here, 6 refused: no such member, this member itself, or too few left."
        })
final class Revoke extends Asking {
    @Parameters(
            index = "0",
            paramLabel = "MEMBER",
            description = "The member's fingerprint, or its first digits, at least eight.")
    String fingerprint = "";

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "Why, for the log that all members keep: one line of at most " + Revocation.MAX_REASON_CHARS
                    + " characters. Default: ${DEFAULT-VALUE}.")
    String reason = "no reason given";

    Revoke(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected void check() throws NodeFailure {
        fingerprint(fingerprint, "starling roster");
        try {
            Revocation.requireReason(reason);
        } catch (IllegalArgumentException e) {
            throw new NodeFailure(ExitCode.USAGE, "--reason: " + e.getMessage(), e);
        }
    }

    @Override
    protected Answer ask(AdminClient node) throws IOException, NodeFailure {
        String prefix = fingerprint(fingerprint, "starling roster");
        JsonNode answer =
                node.post("/v1/revoke?peer=" + prefix + "&reason=" + URLEncoder.encode(reason, StandardCharsets.UTF_8));
        if (answer.has("refused")) {
            throw new NodeFailure(ExitCode.REFUSED, answer.path("refused").asText());
        }
        int signatures = answer.path("signatures").asInt();
        int quorum = answer.path("quorum").asInt();
        String who = answer.path("organisation").asText() + " ("
                + answer.path("peer").asText() + ")";
        return answer(
                answer,
                signatures >= quorum
                        ? "removed " + who
                        : "signed the removal of " + who + ": " + signatures + " of " + quorum
                                + " signatures; the other members run the same command to agree");
    }
}
