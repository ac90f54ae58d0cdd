package dev.starling.node.cli.charter;

import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.trust.document.Member;
import dev.starling.node.cli.verb.Answer;
import dev.starling.node.cli.verb.Terminal;
import dev.starling.node.cli.verb.Verb;
import dev.starling.node.site.Acceptance;
import dev.starling.node.site.CharterDocument;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.DurableFile;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.FederationFiles;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.site.Passphrase;
import dev.starling.node.site.model.InitialModel;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A founder's agreement. */
@Command(
        name = "sign",
        description = "Show the charter, accept it, and add the own signature to charter.sig.",
        footerHeading = "%nExample:%n",
        footer = {
            "  starling charter sign --dir south",
            "",
            "Put charter.toml and charter.sig of the founder who wrote them into the data directory first.",
        })
final class CharterSign extends Verb {
    @Option(
            names = "--from-model",
            paramLabel = "FILE",
            description = "The model that the charter starts from, when it names one and initial.npz is not here yet.")
    @Nullable
    Path fromModel;

    CharterSign(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected Answer run() throws NodeFailure, IOException {
        DataDirectory directory = directory();
        CharterDocument document = CharterDocument.read(directory);
        document.requireUnaltered();
        note(CharterSummary.text(document));
        try (Passphrase passphrase = passphrase();
                Identity identity = FederationFiles.openIdentity(directory, passphrase.chars())) {
            requireFounder(document, identity);
            InitialModel.bring(directory, document.charter(), fromModel);
            boolean before = document.signers().stream().anyMatch(s -> s.id().equals(identity.peerId()));
            CharterDocument signed = before
                    ? document
                    : new CharterDocument(document.charter(), document.signed().signedBy(identity));
            if (!before) {
                DurableFile.replace(
                        directory.charterSignatures(), signed.signed().signatureFile());
            }
            Acceptance.record(directory, signed);
            return answer(directory, signed, before);
        }
    }

    private static void requireFounder(CharterDocument document, Identity identity) throws NodeFailure {
        for (Member founder : document.charter().founders()) {
            if (founder.identity().equals(identity.publicIdentity())) {
                return;
            }
        }
        throw new NodeFailure(
                ExitCode.REFUSED,
                "this member, " + identity.peerId().hex() + ", is no founder of \""
                        + document.charter().name()
                        + "\"; send your card to who writes the charter, or ask a member for an invitation and run"
                        + " `starling join`");
    }

    private static Answer answer(DataDirectory directory, CharterDocument document, boolean before) {
        String next = document.missing().isEmpty()
                ? "Every founder has signed. Next: all founders take this charter.sig, then `starling run`."
                : document.missing().size() + " founders have not signed yet: pass both files on.";
        String done = before ? "Signed before; nothing changed." : "Signed in " + directory.charterSignatures() + ".";
        return Answer.of(CharterSummary.fields(document), done + " " + next);
    }
}
