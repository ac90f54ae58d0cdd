package dev.starling.node.cli.running;

import dev.starling.node.admin.AdminClient;
import dev.starling.node.cli.verb.Answer;
import dev.starling.node.cli.verb.Asking;
import dev.starling.node.cli.verb.Terminal;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Leave the federation: finish open exchanges, say so to the others, stop. */
@Command(
        name = "leave",
        description = "Leave the federation: finish open exchanges, say so to the others, stop.",
        footerHeading = "%nExample:%n",
        footer = "  starling leave --dir north")
final class Leave extends Asking {
    Leave(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected Answer ask(AdminClient node) throws IOException {
        return answer(node.post("/v1/leave"), "leaving; the node stops when its exchanges are finished");
    }
}
