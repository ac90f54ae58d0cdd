package dev.starling.testnet.cli;

import dev.starling.node.site.NodeFailure;
import dev.starling.testnet.up.Containers;
import dev.starling.testnet.up.StandingFederation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code starling testnet down}. */
@Command(
        name = "down",
        description =
                "Stop every node. Containers are removed with their volumes; the directories of processes stay, so"
                        + " that `testnet restart` brings a member back, unless they are to be removed.",
        footer = {"", "EXAMPLE", "  starling testnet down --remove"})
final class DownVerb extends Verb {
    @Mixin
    Standing standing = new Standing();

    @Option(names = "--remove", description = "Remove the testnet's directory as well.")
    boolean remove;

    @Override
    protected Answer run() throws NodeFailure, InterruptedException {
        if (standing.compose) {
            Containers.find().down();
            return done("containers", "are gone");
        }
        StandingFederation federation = StandingFederation.open(standing.directory());
        federation.down();
        if (remove) {
            federation.remove();
        }
        return done(standing.directory().toString(), remove ? "is gone" : "is down");
    }
}
