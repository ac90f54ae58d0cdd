package dev.starling.node.cli.running;

import dev.starling.node.admin.AdminClient;
import dev.starling.node.cli.verb.Answer;
import dev.starling.node.cli.verb.Asking;
import dev.starling.node.cli.verb.Terminal;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Go on after a pause: catch up with the others and train again. */
@Command(
        name = "resume",
        description = "Go on after a pause: catch up with the others and train again.",
        footerHeading = "%nExample:%n",
        footer = "  starling resume --dir north")
final class Resume extends Asking {
    Resume(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected Answer ask(AdminClient node) throws IOException {
        return answer(node.post("/v1/resume"), "going on");
    }
}
