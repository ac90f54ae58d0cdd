package dev.starling.node.cli.model;

import dev.starling.crypto.trust.Roster;
import dev.starling.node.cli.verb.Answer;
import dev.starling.node.cli.verb.Terminal;
import dev.starling.node.cli.verb.Verb;
import dev.starling.node.model.ModelCard;
import dev.starling.node.model.ModelExport;
import dev.starling.node.model.ModelExport.Format;
import dev.starling.node.site.Agreed;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.site.model.MemberModels;
import dev.starling.node.site.model.MemberModels.Item;
import dev.starling.node.site.model.MemberModels.Loaded;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes a shared model as a file that other programs load. */
@Command(
        name = "export",
        description = "Write a shared model, with its card, for other programs. Works beside a running node.",
        footerHeading = "%nExample:%n",
        footer = {
            "  starling model export --dir north --format safetensors --out shared.safetensors",
            "  starling model export --dir north --format onnx --which consolidated",
        })
final class ExportModel extends Verb {
    @Option(
            names = "--format",
            required = true,
            paramLabel = "FORMAT",
            description = "npz (NumPy; the card in a file beside), safetensors, json or onnx.")
    Format format = Format.NPZ;

    @Option(
            names = "--which",
            paramLabel = "MODEL",
            description =
                    "current (default: as this member last held it), best (by its validation rows), consolidated (the"
                            + " newest that more than half of the members signed), a slot, or the first digits of a digest.")
    String which = MemberModels.CURRENT;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to (default: models/MODEL-SLOT with the format's ending).")
    @Nullable
    Path out;

    @Option(names = "--force", description = "Replace a file of that name.")
    boolean force;

    ExportModel(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected Answer run() throws NodeFailure, IOException {
        DataDirectory directory = directory();
        Agreed agreed = Agreed.read(directory);
        Loaded model = MemberModels.of(directory, agreed).load(which);
        Item item = model.item();
        ModelCard card = card(directory, agreed, model);
        Path file = file(directory, item);
        write(file, card, model.parameters());
        return Answer.of(
                Answer.fields()
                        .with("file", file.toString())
                        .with("format", format.word())
                        .with("model", item.kind())
                        .with("slot", item.slot())
                        .with("parameters", card.parameters().hex()),
                "Wrote the " + item.kind() + " model, slot " + item.slot() + ", to " + file + ".");
    }

    private static ModelCard card(DataDirectory directory, Agreed agreed, Loaded model) throws NodeFailure {
        Roster roster = agreed.roster();
        ModelCard.Origin origin = new ModelCard.Origin(
                roster.federation(),
                agreed.charter().name(),
                model.item().kind(),
                model.item().slot(),
                directory.readConfig().organisation(),
                roster.members().stream().map(ModelCard.Participant::of).toList());
        return ModelCard.of(origin, agreed.charter(), model.item().scores(), model.parameters());
    }

    private Path file(DataDirectory directory, Item item) throws IOException {
        if (out != null) {
            return out;
        }
        Files.createDirectories(directory.models());
        return directory.models().resolve(item.kind() + "-" + item.slot() + "." + format.word());
    }

    private void write(Path file, ModelCard card, float[] parameters) throws NodeFailure, IOException {
        try {
            ModelExport.write(file, format, card, parameters, force);
        } catch (FileAlreadyExistsException e) {
            throw new NodeFailure(
                    ExitCode.REFUSED,
                    e.getFile() + ": exists already; choose another name with --out, or add --force",
                    e);
        }
    }
}
