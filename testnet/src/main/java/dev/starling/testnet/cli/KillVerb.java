package dev.starling.testnet.cli;

import dev.starling.node.site.NodeFailure;
import dev.starling.testnet.up.Containers;
import dev.starling.testnet.up.StandingFederation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code starling testnet kill}. */
@Command(
        name = "kill",
        description = "End a member's node at once, as a power cut would. The others go on.",
        footer = {"", "EXAMPLE", "  starling testnet kill node-2"})
final class KillVerb extends Verb {
    @Mixin
    Standing standing = new Standing();

    @Parameters(paramLabel = "NAME", description = "The member.")
    String name = "";

    @Override
    protected Answer run() throws NodeFailure, InterruptedException {
        if (standing.compose) {
            Containers.find().kill(name);
        } else {
            StandingFederation.open(standing.directory()).kill(name);
        }
        return done(
                name,
                "killed; `starling testnet restart " + (standing.compose ? "--compose " : "") + name
                        + "` brings it back");
    }
}
