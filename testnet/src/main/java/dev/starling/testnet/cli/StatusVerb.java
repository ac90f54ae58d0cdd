package dev.starling.testnet.cli;

import dev.starling.node.site.NodeFailure;
import dev.starling.testnet.up.Containers;
import dev.starling.testnet.up.StandingFederation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code starling testnet status}. */
@Command(
        name = "status",
        description =
                "How the members are: phase, slot, score on their own hold-out rows, peers, bytes. With --json each"
                        + " member's own status is inside.",
        footer = {"", "EXAMPLE", "  starling testnet status"})
final class StatusVerb extends Verb {
    @Mixin
    Standing standing = new Standing();

    @Override
    protected Answer run() throws NodeFailure, InterruptedException {
        return standing.compose
                ? StandingStatus.ofContainers(Containers.find().states())
                : StandingStatus.ofProcesses(
                        StandingFederation.open(standing.directory()).states());
    }
}
