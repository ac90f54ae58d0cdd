package dev.starling.node.cli.backup;

import dev.starling.node.backup.Backup;
import dev.starling.node.cli.verb.Answer;
import dev.starling.node.cli.verb.Terminal;
import dev.starling.node.cli.verb.Verb;
import dev.starling.node.site.NodeFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the file that brings this member back. */
@Command(
        name = "backup",
        description = {
            "Write one file that brings this member back when its disk is lost: key, configuration, charter, roster, models.",
            "Works beside a running node. The rows, the passphrase and the state between two consolidated models are not in it."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  starling backup --dir north --out north-backup.zip",
            "",
            "To move to another machine no backup is needed: stop the node, and move its directory as a whole.",
        })
final class WriteBackup extends Verb {
    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "Where to write it; nothing is overwritten.")
    Path out = Path.of("");

    WriteBackup(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected Answer run() throws NodeFailure, IOException {
        directory().requireIdentity();
        List<String> written = Backup.write(directory().root(), out);
        long bytes = Files.size(out);
        return Answer.of(
                Answer.fields()
                        .with("file", out.toString())
                        .with("bytes", bytes)
                        .with("content", written),
                out + ": " + written.size() + " files, " + bytes
                        + " bytes, for its owner only\nKeep it away from this machine, and the passphrase away from it.");
    }
}
