package dev.starling.node.cli.running;

import dev.starling.node.admin.AdminClient;
import dev.starling.node.cli.verb.Answer;
import dev.starling.node.cli.verb.Asking;
import dev.starling.node.cli.verb.Terminal;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Stop the running node; it comes back with run. */
@Command(
        name = "stop",
        description = "Stop the running node; it comes back with run.",
        footerHeading = "%nExample:%n",
        footer = "  starling stop --dir north")
final class Stop extends Asking {
    Stop(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected Answer ask(AdminClient node) throws IOException {
        return answer(node.post("/v1/stop"), "stopping");
    }
}
