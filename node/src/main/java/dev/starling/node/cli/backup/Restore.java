package dev.starling.node.cli.backup;

import dev.starling.node.backup.Backup;
import dev.starling.node.cli.verb.Answer;
import dev.starling.node.cli.verb.Terminal;
import dev.starling.node.cli.verb.Verb;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes a member from its backup. */
@Command(
        name = "restore",
        description = {
            "Make a member from its backup, in a directory that does not exist or is empty.",
            "It begins a new life from the newest consolidated model; the node that it was must never run again."
        },
        footerHeading = "%nExample:%n",
        footer = "  starling restore --dir north north-backup.zip")
final class Restore extends Verb {
    @Parameters(paramLabel = "FILE", description = "What `starling backup` wrote.")
    Path file = Path.of("");

    Restore(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected Answer run() throws NodeFailure, IOException {
        List<String> read;
        try {
            read = Backup.restore(file, directory().root());
        } catch (ZipException | EOFException e) {
            throw new NodeFailure(
                    ExitCode.CONFIGURATION,
                    file + ": cannot be restored: " + e.getMessage() + "; nothing was made, take another backup",
                    e);
        }
        return Answer.of(
                Answer.fields().with("directory", directory().root().toString()).with("content", read),
                directory().root() + ": restored " + read.size() + " files\n"
                        + "Next: make sure that the node that it was never runs again, put the data where starling.toml says,"
                        + " run `starling doctor`, then `starling run`.");
    }
}
