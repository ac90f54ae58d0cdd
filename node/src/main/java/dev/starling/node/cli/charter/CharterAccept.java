package dev.starling.node.cli.charter;

import dev.starling.node.cli.verb.Answer;
import dev.starling.node.cli.verb.Terminal;
import dev.starling.node.cli.verb.Verb;
import dev.starling.node.site.Acceptance;
import dev.starling.node.site.CharterDocument;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import java.io.IOException;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A site's agreement that this charter runs here. */
@Command(
        name = "accept",
        description = "Accept that what the charter says runs at this site.",
        footerHeading = "%nExample:%n",
        footer = {
            "  starling charter show --dir west",
            "  starling charter accept --dir west 1f5c0a9b37d2e846",
            "",
            "A node runs no charter that was not accepted at its site. Founders accept by signing.",
        })
final class CharterAccept extends Verb {
    @Parameters(
            paramLabel = "HASH",
            description = "The federation's id, which is the charter's hash, or its first 8 digits or more.")
    String hash = "";

    CharterAccept(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected Answer run() throws NodeFailure, IOException {
        DataDirectory directory = directory();
        CharterDocument document = CharterDocument.read(directory);
        document.requireComplete();
        requireHash(document, hash);
        Acceptance.record(directory, document);
        return Answer.of(
                CharterSummary.fields(document).with("accepted", true),
                "Accepted \"" + document.charter().name() + "\" ("
                        + document.federation().shortHex() + ") at this site. Next: `starling run`.");
    }

    private static void requireHash(CharterDocument document, String hash) throws NodeFailure {
        if (!Acceptance.isHash(hash)) {
            throw new NodeFailure(
                    ExitCode.USAGE,
                    "\"" + hash + "\" is no hash; give at least the first " + Acceptance.FEWEST_DIGITS
                            + " digits of the federation's id, as `starling charter show` prints it");
        }
        if (!document.federation().hex().startsWith(hash.toLowerCase(Locale.ROOT))) {
            throw new NodeFailure(
                    ExitCode.REFUSED,
                    "the charter in this directory is " + document.federation().shortHex() + ", not " + hash
                            + "; nothing was accepted: read it with `starling charter show`, and ask who sent it");
        }
    }
}
