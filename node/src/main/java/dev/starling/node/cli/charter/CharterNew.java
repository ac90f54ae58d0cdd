package dev.starling.node.cli.charter;

import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.trust.LobbyAllowance;
import dev.starling.crypto.trust.document.Member;
import dev.starling.crypto.trust.document.SignedCharter;
import dev.starling.node.charter.Charter;
import dev.starling.node.charter.Charter.Schema;
import dev.starling.node.cli.verb.Answer;
import dev.starling.node.cli.verb.Terminal;
import dev.starling.node.cli.verb.Undo;
import dev.starling.node.cli.verb.Verb;
import dev.starling.node.config.NodeConfig;
import dev.starling.node.model.ModelImport;
import dev.starling.node.site.Acceptance;
import dev.starling.node.site.CharterDocument;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.DurableFile;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.FederationFiles;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.site.Passphrase;
import dev.starling.node.site.model.InitialModel;
import dev.starling.node.table.DataException;
import dev.starling.node.toml.ConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Founds a federation. */
@Command(
        name = "new",
        description = "Write charter.toml for a new federation and sign it.",
        sortOptions = false,
        footerHeading = "%nExample:%n",
        footer = {
            "  starling charter new --dir north --name pilot --label diagnosis --scale-from north.csv \\",
            "    --founder starling-card1:... --quorum 2 --model mlp:32",
            "  starling charter new --dir north --name digits --scale-from images.idx --labels-from labels.idx",
            "  starling charter new --dir north --name second --from-model shared.safetensors",
            "",
            "The federation's id is the hash of the file. Read the file before the others sign it.",
        })
final class CharterNew extends Verb {
    /** A charter crosses the lobby whole; a quarter of what may is left for signatures and the roster. */
    private static final int MAX_BYTES = LobbyAllowance.BYTES / 4 * 3;

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "Name of the federation, for people.")
    String name = "";

    @Mixin
    SchemaSource source = new SchemaSource();

    @Option(
            names = "--founder",
            paramLabel = "CARD",
            description = "Card of another founder, as `starling init` prints it. May be repeated.")
    List<String> founders = new ArrayList<>();

    @Option(
            names = "--from-model",
            paramLabel = "FILE",
            description =
                    "Start from this model (safetensors, or npz) instead of from a seed. A card that comes with it says"
                            + " columns, classes and scaling, unless a table is named. Every member needs the file.")
    @Nullable
    Path fromModel;

    @Mixin
    OwnRows ownRows = new OwnRows();

    @Mixin
    CharterOptions options = new CharterOptions();

    CharterNew(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected Answer run() throws NodeFailure, DataException, IOException {
        DataDirectory directory = directory();
        for (Path file : List.of(
                directory.charter(),
                directory.charterSignatures(),
                directory.acceptedCharter(),
                directory.rosterLog(),
                directory.initialModel())) {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new NodeFailure(
                        ExitCode.REFUSED,
                        file + ": exists already; this member belongs to a federation, make another member with"
                                + " `starling init --dir`, or move the charter.* files, roster.log and initial.npz away");
            }
        }
        NodeConfig config = directory.readConfig();
        Optional<ModelImport> start = fromModel == null ? Optional.empty() : Optional.of(InitialModel.read(fromModel));
        Schema schema = source.hasTable() ? source.schema(config.data().rules(), this::note) : source.schema(start);
        try (Passphrase passphrase = passphrase();
                Identity identity = FederationFiles.openIdentity(directory, passphrase.chars())) {
            Member own = ownRows.member(identity, config);
            byte[] bytes = bytes(allFounders(own), schema, start);
            SignedCharter signed = new SignedCharter(bytes, Map.of()).signedBy(identity);
            CharterDocument document = CharterDocument.parse(
                    bytes, signed.signatureFile(), directory.charter().toString());
            remarkOnScaling(start, schema);
            write(directory, document, start);
            return answer(directory, document);
        }
    }

    private List<Member> allFounders(Member own) throws NodeFailure {
        List<Member> all = new ArrayList<>(List.of(own));
        for (String card : founders) {
            try {
                Member founder = Member.parseCard(card.strip());
                if (!founder.id().equals(own.id())) {
                    all.add(founder);
                }
            } catch (IllegalArgumentException e) {
                throw new NodeFailure(
                        ExitCode.USAGE, "--founder: " + e.getMessage() + "; ask that founder for the card again", e);
            }
        }
        return all;
    }

    /** The text of the charter, proved by reading it. */
    private byte[] bytes(List<Member> all, Schema schema, Optional<ModelImport> start) throws NodeFailure {
        Charter charter = options.applyTo(Charter.withDefaults(name, all, schema), start);
        if (fromModel != null && start.isPresent()) {
            InitialModel.requireShape(fromModel, charter, start.get());
        }
        byte[] bytes = Charter.write(charter).getBytes(StandardCharsets.UTF_8);
        refuseTooLong(bytes.length);
        try {
            Charter.parse(bytes, "charter.toml");
            return bytes;
        } catch (ConfigException e) {
            throw new NodeFailure(
                    ExitCode.USAGE,
                    "these options would make a charter that cannot be used, and nothing was written: "
                            + e.getMessage(),
                    e);
        }
    }

    private void remarkOnScaling(Optional<ModelImport> start, Schema schema) {
        if (start.flatMap(ModelImport::card)
                .map(card -> !card.schema().equals(schema))
                .orElse(false)) {
            note("Notice: " + fromModel
                    + " was trained with other columns, words or scaling than those of this charter; it"
                    + " starts from numbers that mean something else.");
        }
    }

    private static void refuseTooLong(int bytes) throws NodeFailure {
        if (bytes > MAX_BYTES) {
            throw new NodeFailure(
                    ExitCode.USAGE,
                    "the charter would have " + bytes + " bytes, and " + MAX_BYTES
                            + " are the most that reach who joins;"
                            + " leave columns out with --leave-out, or give the numbers as an NPY array");
        }
    }

    private static void write(DataDirectory directory, CharterDocument document, Optional<ModelImport> start)
            throws IOException {
        SignedCharter signed = document.signed();
        try (Undo undo = new Undo()) {
            if (start.isPresent()) {
                undo.make(
                        directory.initialModel(),
                        () -> InitialModel.save(
                                directory, document.charter(), start.get().parameters()));
            }
            undo.make(
                    directory.charterSignatures(),
                    () -> DurableFile.create(directory.charterSignatures(), signed.signatureFile()));
            undo.make(directory.acceptedCharter(), () -> Acceptance.record(directory, document));
            undo.make(directory.charter(), () -> DurableFile.create(directory.charter(), signed.charter()));
            undo.keep();
        }
    }

    private static Answer answer(DataDirectory directory, CharterDocument document) {
        List<Member> missing = document.missing();
        String next = missing.isEmpty()
                ? "Next: `starling invite` for each further member, and `starling run`."
                : document.charter().model().initial() == null
                        ? "Next: send charter.toml and charter.sig to the other founders; each runs `starling charter sign`."
                        : "Next: send charter.toml, charter.sig and initial.npz to the other founders; each puts all three"
                                + " into its directory and runs `starling charter sign`.";
        String text = CharterSummary.text(document) + "\n\nWritten to " + directory.charter() + " and "
                + directory.charterSignatures() + ".\n" + next;
        return Answer.of(CharterSummary.fields(document), text);
    }
}
