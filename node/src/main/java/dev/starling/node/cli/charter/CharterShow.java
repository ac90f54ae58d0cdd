package dev.starling.node.cli.charter;

import dev.starling.crypto.trust.document.Member;
import dev.starling.node.cli.verb.Answer;
import dev.starling.node.cli.verb.Terminal;
import dev.starling.node.cli.verb.Verb;
import dev.starling.node.site.Acceptance;
import dev.starling.node.site.CharterDocument;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.NodeFailure;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** Shows what the members have agreed on. */
@Command(
        name = "show",
        description = "Show the charter, the federation's id, and who has signed.",
        footerHeading = "%nExample:%n",
        footer = "  starling charter show --dir north")
final class CharterShow extends Verb {
    CharterShow(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected Answer run() throws NodeFailure {
        DataDirectory directory = directory();
        CharterDocument document = CharterDocument.read(directory);
        document.requireUnaltered();
        String signed = document.signers().stream().map(Member::organisation).collect(Collectors.joining(", "));
        boolean accepted = Acceptance.holds(directory, document);
        String text = CharterSummary.text(document) + "\n  signed      " + (signed.isEmpty() ? "nobody" : signed)
                + "\n  accepted    "
                + (accepted
                        ? "at this site"
                        : "not at this site: `starling charter accept "
                                + document.federation().shortHex() + "`");
        return Answer.of(CharterSummary.fields(document).with("accepted", accepted), text);
    }
}
