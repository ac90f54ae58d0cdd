package dev.starling.node.cli;

import dev.starling.node.admin.AdminClient;
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
    Answer ask(AdminClient node) throws IOException {
        return answer(node.post("/v1/stop"), "stopping");
    }
}
