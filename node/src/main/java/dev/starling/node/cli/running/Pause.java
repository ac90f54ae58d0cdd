package dev.starling.node.cli.running;

import dev.starling.node.admin.AdminClient;
import dev.starling.node.cli.verb.Answer;
import dev.starling.node.cli.verb.Asking;
import dev.starling.node.cli.verb.Terminal;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Rest: train and publish nothing from the end of this slot on, until resume, also over a restart. */
@Command(
        name = "pause",
        description =
                "Rest: train and publish nothing from the end of this slot on, until resume, also over a restart.",
        footerHeading = "%nExample:%n",
        footer = "  starling pause --dir north")
final class Pause extends Asking {
    Pause(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected Answer ask(AdminClient node) throws IOException {
        return answer(node.post("/v1/pause"), "pausing; the node rests when its slot is over");
    }
}
