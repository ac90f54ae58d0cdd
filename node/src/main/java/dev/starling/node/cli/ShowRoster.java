package dev.starling.node.cli;

import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Admission;
import dev.starling.crypto.trust.Member;
import dev.starling.crypto.trust.Roster;
import dev.starling.node.runtime.CharterDocument;
import dev.starling.node.runtime.FederationFiles;
import dev.starling.node.runtime.NodeFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Shows who belongs. */
@Command(
        name = "roster",
        description = "Show the members, how each was admitted, and the state of the log.",
        footerHeading = "%nExample:%n",
        footer = "  starling roster --dir north --json")
final class ShowRoster extends Verb {
    ShowRoster(Terminal terminal) {
        super(terminal);
    }

    /** One line: founders first, then in the order of the log. */
    private record Line(
            Member member, String admitted, @Nullable Integer entry) {}

    @Override
    Answer run() throws NodeFailure {
        CharterDocument document = CharterDocument.read(directory());
        document.requireComplete();
        Roster roster = FederationFiles.readRoster(directory(), document);
        List<Line> lines = lines(document, roster);
        String table = lines.stream()
                .map(l -> "  %-5s %s  %8d  %s, %s"
                        .formatted(
                                l.entry() == null ? "-" : l.entry().toString(),
                                l.member().id().hex(),
                                l.member().rows(),
                                l.member().organisation(),
                                l.admitted()))
                .collect(Collectors.joining("\n"));
        String text = """
                Roster of "%s": %d members, version %d, head %s
                  %-5s %-64s  %8s  %s
                %s""".formatted(
                        document.charter().name(),
                        roster.size(),
                        roster.version(),
                        roster.head().hex(),
                        "entry",
                        "fingerprint",
                        "rows",
                        "organisation",
                        table);
        return Answer.of(
                Answer.fields()
                        .with("federation", roster.federation().hex())
                        .with("name", document.charter().name())
                        .with("version", roster.version())
                        .with("head", roster.head().hex())
                        .with("quorum", roster.quorum())
                        .with("members", lines.stream().map(ShowRoster::fields).toList()),
                text);
    }

    private static List<Line> lines(CharterDocument document, Roster roster) {
        List<Line> lines = new ArrayList<>();
        document.charter().founders().forEach(founder -> lines.add(new Line(founder, "founder", null)));
        for (Admission entry : roster.log()) {
            lines.add(new Line(
                    entry.newcomer(),
                    "invited by " + name(roster, entry.invitation().inviter()) + ", signed by "
                            + entry.signatures().keySet().stream()
                                    .map(signer -> name(roster, signer))
                                    .collect(Collectors.joining(", ")),
                    entry.index()));
        }
        return lines;
    }

    private static String name(Roster roster, PeerId peer) {
        return roster.member(peer).map(Member::organisation).orElse(peer.shortHex());
    }

    private static Map<String, @Nullable Object> fields(Line line) {
        return Answer.fields()
                .with("peer", line.member().id().hex())
                .with("organisation", line.member().organisation())
                .with("rows", line.member().rows())
                .with("admitted", line.admitted())
                .with("entry", line.entry())
                .asMap();
    }
}
