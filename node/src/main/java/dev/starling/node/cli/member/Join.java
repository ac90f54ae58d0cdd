package dev.starling.node.cli.member;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.PeerId;
import dev.starling.crypto.trust.Admission;
import dev.starling.crypto.trust.Extension;
import dev.starling.crypto.trust.InvitationCheck;
import dev.starling.crypto.trust.Roster;
import dev.starling.crypto.trust.RosterEntry;
import dev.starling.crypto.trust.document.Invitation;
import dev.starling.crypto.trust.document.Member;
import dev.starling.crypto.trust.document.TrustFormatException;
import dev.starling.gossip.message.Body.JoinDecision;
import dev.starling.gossip.message.JoinStatus;
import dev.starling.node.cli.charter.OwnRows;
import dev.starling.node.cli.verb.Answer;
import dev.starling.node.cli.verb.DurationText;
import dev.starling.node.cli.verb.Terminal;
import dev.starling.node.cli.verb.Undo;
import dev.starling.node.cli.verb.Verb;
import dev.starling.node.config.NodeConfig;
import dev.starling.node.runtime.WayOut;
import dev.starling.node.site.Acceptance;
import dev.starling.node.site.CharterDocument;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.DurableFile;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.FederationFiles;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.site.Passphrase;
import dev.starling.node.site.SiteData;
import dev.starling.node.site.model.InitialModel;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Joins a federation. Nothing is written before all that was heard has been verified. */
@Command(
        name = "join",
        description = "Join a federation with an invitation.",
        footerHeading = "%nExample:%n",
        footer = {"  starling join --dir west starling1:...", "  starling join --dir west west.invitation"})
final class Join extends Verb {
    private static final long MOST_BYTES = 64 * 1024;

    @Parameters(
            paramLabel = "INVITATION",
            description = "The line that `starling invite` printed, or the name of a file that holds it.")
    String invitation = "";

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = DurationText.class,
            description = "How long to wait for an answer (default: 30s).")
    Duration timeout = Duration.ofSeconds(30);

    @Option(
            names = "--from-model",
            paramLabel = "FILE",
            description = "The model that the charter starts from, when it names one: a founder has the file.")
    @Nullable
    Path fromModel;

    @Mixin
    OwnRows ownRows = new OwnRows();

    Join(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected Answer run() throws NodeFailure, IOException {
        DataDirectory directory = directory();
        Invitation ticket = ticket();
        CharterDocument known = known(directory, ticket.federation());
        NodeConfig config = directory.readConfig();
        try (Passphrase passphrase = passphrase();
                Identity identity = FederationFiles.openIdentity(directory, passphrase.chars())) {
            Member own = ownRows.member(identity, config);
            requireUsable(ticket, own);
            Knock.Reply reply =
                    new Knock(identity, own, ticket, terminal().clock()).ask(timeout, WayOut.settings(config.net()));
            CharterDocument document = verified(ticket, reply);
            Roster roster = verified(document, reply.log(), own);
            InitialModel.bring(directory, document.charter(), fromModel);
            save(directory, known, document, roster);
            if (config.net().peers().isEmpty()) {
                remember(directory, ticket.addresses());
            }
            remarkOnData(config, document);
            return answer(directory, document, roster, own);
        }
    }

    private Invitation ticket() throws NodeFailure {
        String line = invitation.strip();
        boolean itself = line.startsWith(Invitation.PREFIX);
        try {
            return Invitation.parse(itself ? line : inFile(new File(line)));
        } catch (TrustFormatException e) {
            throw new NodeFailure(
                    ExitCode.USAGE,
                    (itself ? "" : line + ": ") + e.getMessage() + "; it is one line and begins with "
                            + Invitation.PREFIX,
                    e);
        }
    }

    private static String inFile(File file) throws NodeFailure {
        if (!file.isFile() || file.length() > MOST_BYTES) {
            throw new NodeFailure(
                    ExitCode.USAGE,
                    "\"" + file
                            + "\" is no invitation, nor is there such a file with one; an invitation is one line and"
                            + " begins with " + Invitation.PREFIX);
        }
        try {
            return new String(Files.readAllBytes(file.toPath()), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw NodeFailure.of(e);
        }
    }

    private static @Nullable CharterDocument known(DataDirectory directory, Digest federation) throws NodeFailure {
        if (!Files.exists(directory.charter())) {
            for (var leftover : List.of(directory.charterSignatures(), directory.rosterLog())) {
                if (Files.exists(leftover)) {
                    throw new NodeFailure(
                            ExitCode.REFUSED,
                            leftover + ": exists, but there is no charter.toml beside it; move it away");
                }
            }
            return null;
        }
        CharterDocument known = CharterDocument.read(directory);
        if (!known.federation().equals(federation)) {
            throw new NodeFailure(
                    ExitCode.REFUSED,
                    "this member belongs to federation " + known.federation().shortHex()
                            + ", and the invitation is for " + federation.shortHex()
                            + "; join with another member, made by `starling init --dir`");
        }
        return known;
    }

    /** What can be told without asking anybody; the rest is for the members to judge. */
    private void requireUsable(Invitation ticket, Member own) throws NodeFailure {
        Roster nobody = Roster.founding(ticket.federation(), 1, List.of(own));
        InvitationCheck check = InvitationCheck.of(ticket, nobody, now());
        if (check == InvitationCheck.ALTERED) {
            throw new NodeFailure(
                    ExitCode.REFUSED,
                    "the invitation was altered: its signature does not hold; ask the member who invited you for it again");
        }
        if (!now().isBefore(ticket.expiry())) {
            throw new NodeFailure(
                    ExitCode.REFUSED,
                    "the invitation expired at " + ticket.expiry() + "; ask the member who invited you for a new one");
        }
    }

    private static CharterDocument verified(Invitation ticket, Knock.Reply reply) throws NodeFailure {
        JoinDecision decision = reply.decision();
        if (decision.status() == JoinStatus.PENDING) {
            throw new NodeFailure(ExitCode.REFUSED, "not admitted yet, waits for approval: " + decision.reason());
        }
        if (decision.status() == JoinStatus.REFUSED) {
            throw new NodeFailure(ExitCode.REFUSED, "refused by " + who(ticket, reply.by()) + ": " + decision.reason());
        }
        if (!Digest.of(decision.charter()).equals(ticket.federation())) {
            throw new NodeFailure(
                    ExitCode.REFUSED,
                    "the charter that was sent is not the one of the invitation; nothing was written, ask the member"
                            + " who invited you whether that address is its own");
        }
        CharterDocument document =
                CharterDocument.parse(decision.charter(), decision.charterSignatures(), "the charter that was sent");
        if (!document.missing().isEmpty()) {
            throw new NodeFailure(
                    ExitCode.REFUSED,
                    "the charter that was sent is not signed by all of its founders; nothing was written, ask the member"
                            + " who invited you to complete charter.sig");
        }
        return document;
    }

    private static String who(Invitation ticket, PeerId peer) {
        return peer.equals(ticket.inviter())
                ? "the member who invited you"
                : "peer " + peer.shortHex() + ", which is not the member who invited you";
    }

    private static Roster verified(CharterDocument document, List<RosterEntry> log, Member own) throws NodeFailure {
        Roster roster = document.foundingRoster();
        for (RosterEntry entry : log) {
            Extension extension = roster.extend(entry);
            if (extension.outcome() != Extension.Outcome.APPENDED) {
                throw new NodeFailure(
                        ExitCode.REFUSED,
                        "entry " + entry.index() + " of the roster that was sent does not hold (" + extension.outcome()
                                + "); nothing was written, run join again");
            }
            roster = extension.roster();
        }
        boolean admitted = roster.member(own.id())
                .map(entry -> entry.identity().equals(own.identity()))
                .orElse(false);
        if (!admitted) {
            throw new NodeFailure(
                    ExitCode.REFUSED,
                    "the roster that was sent does not hold this member; nothing was written, run join again");
        }
        return roster;
    }

    private static void save(
            DataDirectory directory, @Nullable CharterDocument known, CharterDocument document, Roster roster)
            throws NodeFailure, IOException {
        if (known != null) {
            if (!known.missing().isEmpty()) {
                DurableFile.replace(
                        directory.charterSignatures(), document.signed().signatureFile());
            }
            Roster before = FederationFiles.readRoster(directory, known);
            FederationFiles.saveRoster(
                    directory, before.reconcile(roster.log(), 0).roster());
            return;
        }
        try (Undo undo = new Undo()) {
            undo.make(directory.rosterLog(), () -> DurableFile.create(directory.rosterLog(), roster.encodeLog()));
            undo.make(
                    directory.charterSignatures(),
                    () -> DurableFile.create(
                            directory.charterSignatures(), document.signed().signatureFile()));
            undo.make(
                    directory.charter(),
                    () -> DurableFile.create(
                            directory.charter(), document.signed().charter()));
            undo.keep();
        }
    }

    private static void remember(DataDirectory directory, List<String> addresses) throws IOException {
        TreeSet<String> hints = new TreeSet<>(addresses);
        if (Files.exists(directory.peerHints())) {
            hints.addAll(Files.readAllLines(directory.peerHints()));
        }
        String lines = hints.stream().map(hint -> hint + "\n").collect(Collectors.joining());
        DurableFile.replace(directory.peerHints(), lines.getBytes(StandardCharsets.UTF_8));
    }

    private void remarkOnData(NodeConfig config, CharterDocument document) {
        try {
            SiteData.read(config.data(), document.charter()).remarks().forEach(this::note);
        } catch (NodeFailure e) {
            note("Warning: the own data does not fit the charter yet: " + e.message());
        }
    }

    private Answer answer(DataDirectory directory, CharterDocument document, Roster roster, Member own)
            throws NodeFailure {
        boolean accepted = Acceptance.holds(directory, document);
        String next = accepted
                ? "Next: `starling run`."
                : "Next: read what will run here with `starling charter show`, accept it with `starling charter accept "
                        + document.federation().shortHex() + "`, then `starling run`.";
        RosterEntry entry = roster.log().stream()
                .filter(e -> e.change() instanceof Admission admission
                        && admission.newcomer().id().equals(own.id()))
                .findFirst()
                .orElse(null);
        List<String> admitters = entry == null
                ? List.of()
                : entry.signatures().keySet().stream()
                        .map(id -> roster.member(id).map(Member::organisation).orElse(id.shortHex()))
                        .toList();
        String by = admitters.isEmpty() ? "as a founder" : "admitted by " + String.join(", ", admitters);
        return Answer.of(
                Answer.fields()
                        .with("federation", document.federation().hex())
                        .with("name", document.charter().name())
                        .with("peer", own.id().hex())
                        .with("admitted_by", admitters)
                        .with("members", roster.size())
                        .with("version", roster.version())
                        .with("accepted", accepted),
                "Joined \"" + document.charter().name() + "\" ("
                        + document.federation().shortHex() + "), " + by + "; " + roster.size()
                        + " members. " + next);
    }
}
