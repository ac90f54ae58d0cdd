package dev.starling.node.cli.model;

import dev.starling.crypto.digest.Digest;
import dev.starling.crypto.trust.Roster;
import dev.starling.node.cli.verb.Answer;
import dev.starling.node.cli.verb.Terminal;
import dev.starling.node.cli.verb.Verb;
import dev.starling.node.config.Charter;
import dev.starling.node.model.ModelCard;
import dev.starling.node.model.ModelExport;
import dev.starling.node.model.ModelExport.Format;
import dev.starling.node.runtime.CharterDocument;
import dev.starling.node.runtime.DataDirectory;
import dev.starling.node.runtime.ExitCode;
import dev.starling.node.runtime.FederationFiles;
import dev.starling.node.runtime.NodeFailure;
import dev.starling.node.runtime.SharedModel;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    @Option(
            names = "--format",
            required = true,
            paramLabel = "FORMAT",
            description = "npz (NumPy; the card in a file beside), safetensors, json or onnx.")
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
        CharterDocument document = CharterDocument.read(directory);
        document.requireComplete();
        Roster roster = FederationFiles.readRoster(directory, document);
        Charter charter = FederationFiles.scaled(document.charter(), roster);
        FederationFiles.requireScaling(charter);
        SharedModel model = model(directory, document.federation(), charter);
        ModelCard card = card(directory, roster, charter, model);
        Path file = file(directory, model);
        write(file, card, model);
        return Answer.of(
                Answer.fields()
                        .with("file", file.toString())
                        .with("format", format.word())
                        .with("consolidated", consolidated)
                        .with("slot", model.slot())
                        .with("parameters", card.parameters().hex()),
                "Wrote the model of slot " + model.slot() + " to " + file + ".");
    }

    private ModelCard card(DataDirectory directory, Roster roster, Charter charter, SharedModel model)
            throws NodeFailure {
        ModelCard.Origin origin = new ModelCard.Origin(
                roster.federation(),
                charter.name(),
                consolidated ? "consolidated" : "current",
                model.slot(),
                directory.readConfig().organisation(),
                roster.members().stream().map(ModelCard.Participant::of).toList());
        return ModelCard.of(origin, charter, List.of(), model.parameters());
    }

    private SharedModel model(DataDirectory directory, Digest federation, Charter charter) throws NodeFailure {
        if (consolidated) {
            return SharedModel.consolidated(directory, federation, charter)
                    .orElseThrow(() -> new NodeFailure(
                            ExitCode.FAILED,
                            directory.models() + ": there is no consolidated model yet; leave --consolidated out for"
                                    + " the model that this member holds"));
        }
        return SharedModel.read(directory, federation, charter)
                .orElseThrow(() -> new NodeFailure(
                        ExitCode.FAILED,
                        directory.state() + ": there is no shared model yet; start this node with `starling run`"));
    }

    private Path file(DataDirectory directory, SharedModel model) throws IOException {
        if (out != null) {
            return out;
        }
        Files.createDirectories(directory.models());
        return directory
                .models()
                .resolve((consolidated ? "consolidated-" : "shared-") + model.slot() + "." + format.word());
    }

    private void write(Path file, ModelCard card, SharedModel model) throws NodeFailure, IOException {
        try {
            ModelExport.write(file, format, card, model.parameters(), force);
        } catch (FileAlreadyExistsException e) {
            throw new NodeFailure(
                    ExitCode.REFUSED, file + ": exists already; choose another name with --out, or add --force", e);
        }
    }
}
