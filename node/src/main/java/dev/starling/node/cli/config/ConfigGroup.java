package dev.starling.node.cli.config;

import dev.starling.node.cli.verb.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The verbs of this package under their common word. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Check or show the configuration of this site, starling.toml.")
public final class ConfigGroup {
    private ConfigGroup() {}

    public static CommandLine of(Terminal terminal) {
        return new CommandLine(new ConfigGroup())
                .addSubcommand(new ConfigCheck(terminal))
                .addSubcommand(new ConfigShow(terminal));
    }
}
