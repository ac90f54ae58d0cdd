package dev.starling.node.cli;

import dev.starling.node.admin.AdminClient;
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
    Answer ask(AdminClient node) throws IOException {
        return answer(node.post("/v1/leave"), "leaving; the node stops when its exchanges are finished");
    }
}
