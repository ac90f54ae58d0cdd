package dev.starling.node.cli.model;

import dev.starling.node.cli.verb.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The verbs of this package under their common word. */
@Command(
        name = "model",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "List the models that are kept, and take one elsewhere.")
public final class ModelGroup {
    private ModelGroup() {}

    public static CommandLine of(Terminal terminal) {
        return new CommandLine(new ModelGroup())
                .addSubcommand(new ListModels(terminal))
                .addSubcommand(new ExportModel(terminal));
    }
}
