package dev.starling.testnet.cli;

import dev.starling.node.site.NodeFailure;
import dev.starling.testnet.up.Containers;
import dev.starling.testnet.up.StandingFederation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code starling testnet restart}. */
@Command(
        name = "restart",
        description = "Start a member's node again; one that runs is stopped in good order before.",
        footer = {"", "EXAMPLE", "  starling testnet restart node-2"})
final class RestartVerb extends Verb {
    @Mixin
    Standing standing = new Standing();

    @Parameters(paramLabel = "NAME", description = "The member.")
    String name = "";

    @Override
    protected Answer run() throws NodeFailure, InterruptedException {
        if (standing.compose) {
            Containers.find().restart(name);
        } else {
            StandingFederation.open(standing.directory()).restart(name);
        }
        return done(name, "is up again");
    }
}
