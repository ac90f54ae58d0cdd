package dev.starling.node.cli.running;

import dev.starling.node.admin.AdminClient;
import dev.starling.node.cli.verb.Answer;
import dev.starling.node.cli.verb.Asking;
import dev.starling.node.cli.verb.Terminal;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One question for containers and service managers. */
@Command(
        name = "health",
        description = {
            "Ask whether the node is well: it runs, and its engine answers. Ends with 0 for yes, 5 when there is no node",
            "and 1 when it does not answer."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  starling health --ready --dir north",
            "",
            "The same without Java, when admin.port is set: GET http://127.0.0.1:PORT/healthz and /readyz, which need no",
            "token and answer 200 or 503.",
        })
final class Health extends Asking {
    @Option(
            names = "--ready",
            description =
                    "Ask whether it takes part, too: in the company of another member, past waiting and not leaving.")
    boolean ready;

    Health(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected Answer ask(AdminClient node) throws IOException, NodeFailure {
        if (!node.yes("/healthz")) {
            throw new NodeFailure(
                    ExitCode.FAILED, "the node runs, and its engine does not answer; see its log, then restart it");
        }
        if (ready && !node.yes("/readyz")) {
            throw new NodeFailure(
                    ExitCode.FAILED,
                    "the node is well and does not take part yet; `starling status` says what it waits for");
        }
        return Answer.of(
                Answer.fields().with("healthy", true).with("ready", ready ? true : null),
                ready ? "healthy, and takes part" : "healthy");
    }
}
