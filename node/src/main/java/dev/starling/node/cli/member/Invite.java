package dev.starling.node.cli.member;

import dev.starling.crypto.trust.document.Invitation;
import dev.starling.node.address.HostPort;
import dev.starling.node.cli.verb.Answer;
import dev.starling.node.cli.verb.DurationText;
import dev.starling.node.cli.verb.Terminal;
import dev.starling.node.cli.verb.Verb;
import dev.starling.node.config.NetConfig;
import dev.starling.node.runtime.OwnAddresses;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.Federation;
import dev.starling.node.site.FederationFiles;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.site.Passphrase;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Issues an invitation. */
@Command(
        name = "invite",
        description = "Print a single-use invitation for one newcomer.",
        footerHeading = "%nExample:%n",
        footer = {
            "  starling invite --dir north --expires 24h --address north.example:7070",
            "",
            "Whoever holds the line may use it once: hand it over like a password. It counts as your approval.",
        })
final class Invite extends Verb {
    private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::");

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            converter = DurationText.class,
            description = "How long it can be used: 30m, 24h (default), 7d.")
    Duration expires = Duration.ofHours(24);

    @Option(
            names = "--address",
            paramLabel = "HOST:PORT",
            description = "Where the newcomer can reach this member (default: advertise or bind of starling.toml, else"
                    + " this machine's addresses). May be repeated.")
    List<String> addresses = new ArrayList<>();

    Invite(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected Answer run() throws NodeFailure {
        DataDirectory directory = directory();
        NetConfig net = directory.readConfig().net();
        List<String> reachable = addresses.isEmpty() ? ownAddresses(net) : addresses;
        Instant expiry = now().plus(expires);
        try (Passphrase passphrase = passphrase();
                Federation federation = FederationFiles.open(directory, passphrase.chars())) {
            Invitation invitation = issue(federation, reachable, expiry);
            note("Invitation into \"" + federation.charter().name() + "\", to be used once before "
                    + invitation.expiry() + ", at " + String.join(", ", reachable) + ".");
            if (federation.roster().quorum() > 1) {
                note("The charter asks for " + federation.roster().quorum()
                        + " approvals: other members run `starling approve` once the newcomer has knocked.");
            }
            return Answer.of(
                    Answer.fields()
                            .with("invitation", invitation.text())
                            .with("federation", invitation.federation().hex())
                            .with("expires", invitation.expiry().toString())
                            .with("addresses", invitation.addresses()),
                    invitation.text());
        }
    }

    private static Invitation issue(Federation federation, List<String> reachable, Instant expiry) throws NodeFailure {
        try {
            return Invitation.issue(
                    federation.identity(), federation.roster().federation(), reachable, expiry, new SecureRandom());
        } catch (IllegalArgumentException e) {
            throw new NodeFailure(ExitCode.USAGE, e.getMessage() + "; check --address and --expires", e);
        }
    }

    private static List<String> ownAddresses(NetConfig net) throws NodeFailure {
        if (!net.advertise().isEmpty()) {
            return net.advertise().stream().map(HostPort::toString).toList();
        }
        HostPort bind = net.bind();
        if (bind.port() == 0) {
            throw noAddress("bind in starling.toml leaves the port to chance");
        }
        if (!WILDCARDS.contains(bind.host())) {
            return List.of(bind.toString());
        }
        List<String> found = OwnAddresses.of(new InetSocketAddress(bind.port()));
        String loopback = OwnAddresses.text(InetAddress.getLoopbackAddress(), bind.port());
        if (found.equals(List.of(loopback))) {
            throw noAddress("this machine has no address that others can reach");
        }
        return found;
    }

    private static NodeFailure noAddress(String why) {
        return new NodeFailure(
                ExitCode.CONFIGURATION, why + "; name one with --address host:port, or set advertise in starling.toml");
    }
}
