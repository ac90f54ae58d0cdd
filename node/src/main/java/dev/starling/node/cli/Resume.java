package dev.starling.node.cli;

import dev.starling.node.admin.AdminClient;
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
    Answer ask(AdminClient node) throws IOException {
        return answer(node.post("/v1/resume"), "going on");
    }
}
