package dev.starling.node.cli.charter;

import dev.starling.node.cli.verb.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The verbs of this package under their common word. */
@Command(
        name = "charter",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Write, show, sign or accept what the members agree on.")
public final class CharterGroup {
    private CharterGroup() {}

    public static CommandLine of(Terminal terminal) {
        return new CommandLine(new CharterGroup())
                .addSubcommand(new CharterNew(terminal))
                .addSubcommand(new CharterShow(terminal))
                .addSubcommand(new CharterSign(terminal))
                .addSubcommand(new CharterAccept(terminal));
    }
}
