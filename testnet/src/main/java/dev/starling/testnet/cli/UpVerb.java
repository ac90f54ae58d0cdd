package dev.starling.testnet.cli;

import dev.starling.node.site.NodeFailure;
import dev.starling.testnet.up.Containers;
import dev.starling.testnet.up.Raising;
import dev.starling.testnet.up.StandingFederation;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code starling testnet up}. */
@Command(
        name = "up",
        sortOptions = false,
        description = {
            "A federation that stays up: on your data as processes, or on embedded data as containers.",
            "",
            "Returns once every node answers. They train to the end of the plan and go on serving, until `testnet down`."
                    + " Each member holds a fifth of its rows out, and scores the shared model on them."
        },
        footer = {
            "",
            "EXAMPLES",
            "  starling testnet up --nodes 4 --split dirichlet:0.5",
            "  starling testnet up --compose",
            "",
            "EXIT CODES",
            "  0  up",
            "  1  a node or a container did not come up, or there is no Docker engine",
            "  2  the command line is wrong, or does not fit the data",
            "  4  the data cannot be used",
            "  5  a port is in use",
            "  6  there is a testnet in the directory already",
            "  70 a mistake in Starling"
        })
final class UpVerb extends Verb {
    @Mixin
    Standing standing = new Standing();

    @Mixin
    DataOptions data = new DataOptions();

    @Mixin
    TrainingOptions training = new TrainingOptions();

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "S",
            description = "Of the split, the model and the batches; default 1. (Keys are fresh.)")
    long seed;

    @Option(
            names = "--port",
            paramLabel = "P",
            description = "First of as many successive ports as there are members; default free ones.")
    @Nullable
    Integer port;

    @Override
    protected Answer run() throws NodeFailure, InterruptedException {
        if (standing.compose) {
            refuseChoices();
            return StandingStatus.ofContainers(Containers.find().up());
        }
        Raising raising = new Raising(
                standing.directory(),
                data.request(),
                training.choice(),
                seed,
                port == null ? OptionalInt.empty() : OptionalInt.of(port));
        StandingFederation federation = raising.up(progress());
        return StandingStatus.ofProcesses(federation.states());
    }

    /** The containers are those of the compose file, whose data and plan are written there. */
    private void refuseChoices() throws NodeFailure {
        for (var option : spec().options()) {
            String name = option.longestName();
            boolean fits = name.equals("--compose") || name.equals("--json") || name.equals("--dir");
            if (!fits && spec().commandLine().getParseResult().hasMatchedOption(name)) {
                throw new NodeFailure(
                        dev.starling.node.site.ExitCode.USAGE,
                        name + " does not go with --compose: what the containers learn is written in"
                                + " testnet/compose/docker-compose.yml; edit it there, or leave --compose away");
            }
        }
    }
}
