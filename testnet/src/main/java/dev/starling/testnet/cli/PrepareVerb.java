package dev.starling.testnet.cli;

import dev.starling.node.site.NodeFailure;
import dev.starling.testnet.up.Preparing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code starling testnet prepare}. */
@Command(
        name = "prepare",
        sortOptions = false,
        description = {
            "Make the directories of members that will run elsewhere: in containers, or on several machines.",
            "",
            "Each gets a key, a share of the rows, a configuration and a charter that all have signed. They listen on port"
                    + " 7070 and find each other by multicast DNS. Does nothing when they are there already."
        },
        footer = {"", "EXAMPLE", "  starling testnet prepare --out members --names alder,birch,cedar --newcomer fir"})
final class PrepareVerb extends Verb {
    @Mixin
    DataOptions data = new DataOptions();

    @Mixin
    TrainingOptions training = new TrainingOptions();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Gets a directory for each member.")
    Path directory = Path.of("");

    @Option(
            names = "--names",
            required = true,
            split = ",",
            paramLabel = "NAME",
            description = "The members' names, with commas between.")
    List<String> names = new ArrayList<>();

    @Option(
            names = "--newcomer",
            paramLabel = "NAME",
            description = "One more that is not on the roster, does not look for anybody, and needs an invitation.")
    List<String> newcomers = new ArrayList<>();

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "S",
            description = "Of split, model and batches; default 1.")
    long seed;

    @Override
    protected Answer run() throws NodeFailure, InterruptedException {
        boolean made = new Preparing(directory.toAbsolutePath().normalize(), names, newcomers)
                .prepare(data.request(), training.choice(), seed);
        return done(directory.toString(), made ? "is prepared" : "was prepared already");
    }
}
