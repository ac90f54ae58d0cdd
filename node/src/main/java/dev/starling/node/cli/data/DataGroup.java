package dev.starling.node.cli.data;

import dev.starling.node.cli.verb.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The verbs of this package under their common word. */
@Command(
        name = "data",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Look at the own table.")
public final class DataGroup {
    private DataGroup() {}

    public static CommandLine of(Terminal terminal) {
        return new CommandLine(new DataGroup()).addSubcommand(new DataCheck(terminal));
    }
}
