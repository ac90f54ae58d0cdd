package dev.starling.node.cli.model;

import dev.starling.crypto.digest.Digest;
import dev.starling.node.cli.verb.Answer;
import dev.starling.node.cli.verb.Terminal;
import dev.starling.node.cli.verb.Verb;
import dev.starling.node.model.ModelCard;
import dev.starling.node.model.ModelExport;
import dev.starling.node.model.ModelExport.Format;
import dev.starling.node.runtime.DataDirectory;
import dev.starling.node.runtime.ExitCode;
import dev.starling.node.runtime.Federation;
import dev.starling.node.runtime.FederationFiles;
import dev.starling.node.runtime.NodeFailure;
import dev.starling.node.runtime.Passphrase;
import dev.starling.node.runtime.SharedModel;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the shared model as a file that other programs load. */
@Command(
        name = "export",
        description = "Write the shared model, as this member last held it, for other programs.",
        footerHeading = "%nExample:%n",
        footer = "  starling model export --dir north --format safetensors --out shared.safetensors")
final class ExportModel extends Verb {
    @Option(names = "--format", required = true, paramLabel = "FORMAT", description = "npz (NumPy) or safetensors.")
    Format format = Format.NPZ;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to (default: models/shared-SLOT with the format's ending).")
    @Nullable
    Path out;

    @Option(names = "--force", description = "Replace a file of that name.")
    boolean force;

    @Option(
            names = "--consolidated",
            description = "The newest model that more than half of the members signed, instead of this member's own.")
    boolean consolidated;

    ExportModel(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected Answer run() throws NodeFailure, IOException {
        DataDirectory directory = directory();
        try (Passphrase passphrase = passphrase();
                Federation federation = FederationFiles.open(directory, passphrase.chars())) {
            FederationFiles.requireScaling(federation.charter());
            SharedModel model = model(directory, federation);
            ModelCard card = ModelCard.of(
                    federation.roster().federation(),
                    federation.identity().peerId(),
                    model.slot(),
                    federation.charter(),
                    model.parameters());
            Path file = file(directory, model);
            write(file, card, model);
            return Answer.of(
                    Answer.fields()
                            .with("file", file.toString())
                            .with("format", word())
                            .with("consolidated", consolidated)
                            .with("slot", model.slot())
                            .with("parameters", card.parameters().hex()),
                    "Wrote the model of slot " + model.slot() + " to " + file + ".");
        }
    }

    private SharedModel model(DataDirectory directory, Federation federation) throws NodeFailure {
        Digest id = federation.roster().federation();
        if (consolidated) {
            return SharedModel.consolidated(directory, id, federation.charter())
                    .orElseThrow(() -> new NodeFailure(
                            ExitCode.FAILED,
                            directory.models() + ": there is no consolidated model yet; leave --consolidated out for"
                                    + " the model that this member holds"));
        }
        return SharedModel.read(directory, id, federation.charter())
                .orElseThrow(() -> new NodeFailure(
                        ExitCode.FAILED,
                        directory.state() + ": there is no shared model yet; start this node with `starling run`"));
    }

    private Path file(DataDirectory directory, SharedModel model) throws IOException {
        if (out != null) {
            return out;
        }
        Files.createDirectories(directory.models());
        return directory.models().resolve((consolidated ? "consolidated-" : "shared-") + model.slot() + "." + word());
    }

    private void write(Path file, ModelCard card, SharedModel model) throws NodeFailure, IOException {
        try {
            ModelExport.write(file, format, card, model.parameters(), force);
        } catch (FileAlreadyExistsException e) {
            throw new NodeFailure(
                    ExitCode.REFUSED, file + ": exists already; choose another name with --out, or add --force", e);
        }
    }

    private String word() {
        return format.name().toLowerCase(Locale.ROOT);
    }
}
