package dev.starling.node.cli;

import dev.starling.node.cli.verb.Answer;
import dev.starling.node.cli.verb.Manual;
import dev.starling.node.cli.verb.Terminal;
import dev.starling.node.cli.verb.Verb;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints the operator's manual, so that a machine without the internet has it, too. */
@Command(
        name = "manual",
        description = "Print the operator's manual, or one chapter of it.",
        footerHeading = "%nExample:%n",
        footer = "  starling manual data")
final class ReadManual extends Verb {
    @Parameters(
            arity = "0..1",
            paramLabel = "CHAPTER",
            description = "One of ${COMPLETION-CANDIDATES} (default: all of it).")
    @Nullable
    Manual chapter;

    ReadManual(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected Answer run() {
        String text = chapter == null ? Manual.text() : chapter.chapter();
        return Answer.of(Answer.fields().with("manual", text), text);
    }
}
