package dev.starling.node.cli.member;

import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Admission;
import dev.starling.crypto.trust.Revocation;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.RosterEntry;
import dev.starling.crypto.trust.document.Member;
import dev.starling.node.cli.verb.Answer;
import dev.starling.node.cli.verb.Terminal;
import dev.starling.node.cli.verb.Verb;
import dev.starling.node.site.CharterDocument;
import dev.starling.node.site.FederationFiles;
import dev.starling.node.site.NodeFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Shows who belongs. */
@Command(
        name = "roster",
        description = "Show the members, how each was admitted, who was removed and why, and the state of the log.",
        footerHeading = "%nExample:%n",
        footer = "  starling roster --dir north --json")
final class ShowRoster extends Verb {
    ShowRoster(Terminal terminal) {
        super(terminal);
    }

    /** One line: founders first, then in the order of the log. */
    private record Line(
            Member member,
            String admitted,
            @Nullable Integer entry,
            @Nullable String removed) {}

    @Override
    protected Answer run() throws NodeFailure {
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
                                l.removed() == null ? l.admitted() : l.admitted() + "; " + l.removed()))
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
                        .with("members", fields(lines, false))
                        .with("removed", fields(lines, true)),
                text);
    }

    private static List<Line> lines(CharterDocument document, Roster roster) {
        List<Line> lines = new ArrayList<>();
        document.charter().founders().forEach(founder -> lines.add(line(roster, founder, "founder", null)));
        for (RosterEntry entry : roster.log()) {
            if (entry.change() instanceof Admission admission) {
                String how = "invited by " + name(roster, admission.invitation().inviter()) + signedBy(roster, entry);
                lines.add(line(roster, admission.newcomer(), how, entry.index()));
            }
        }
        return lines;
    }

    private static Line line(Roster roster, Member member, String admitted, @Nullable Integer entry) {
        String removed = roster.revocation(member.id())
                .map(removal -> "removed by entry " + removal.index()
                        + (removal.change() instanceof Revocation revocation ? " (" + revocation.reason() + ")" : "")
                        + signedBy(roster, removal))
                .orElse(null);
        return new Line(member, admitted, entry, removed);
    }

    private static String signedBy(Roster roster, RosterEntry entry) {
        return ", signed by "
                + entry.signatures().keySet().stream()
                        .map(signer -> name(roster, signer))
                        .collect(Collectors.joining(", "));
    }

    private static String name(Roster roster, PeerId peer) {
        return roster.everMember(peer).map(Member::organisation).orElse(peer.shortHex());
    }

    private static List<Map<String, @Nullable Object>> fields(List<Line> lines, boolean removed) {
        return lines.stream()
                .filter(line -> (line.removed() != null) == removed)
                .map(ShowRoster::fields)
                .toList();
    }

    private static Map<String, @Nullable Object> fields(Line line) {
        return Answer.fields()
                .with("peer", line.member().id().hex())
                .with("organisation", line.member().organisation())
                .with("rows", line.member().rows())
                .with("admitted", line.admitted())
                .with("entry", line.entry())
                .with("removed", line.removed())
                .asMap();
    }
}
