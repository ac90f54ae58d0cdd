package dev.starling.node.cli.member;

import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.KeyFile;
import dev.starling.crypto.identity.OwnerOnly;
import dev.starling.crypto.trust.document.Member;
import dev.starling.node.cli.verb.Answer;
import dev.starling.node.cli.verb.Terminal;
import dev.starling.node.cli.verb.Undo;
import dev.starling.node.cli.verb.Verb;
import dev.starling.node.config.NodeConfig;
import dev.starling.node.data.split.Shares;
import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.DurableFile;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.site.Passphrase;
import dev.starling.node.site.SiteData;
import dev.starling.node.toml.ConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a member: keys, configuration and the card that a charter names it by. */
@Command(
        name = "init",
        description = "Make a member: key file, commented configuration, founder card.",
        footerHeading = "%nExample:%n",
        footer = {
            "  starling init --dir north --organisation \"Hospital North\" --data north.csv",
            "",
            "Nothing that exists is overwritten. Keep a copy of identity.p12 and of its passphrase: nobody can make",
            "them anew.",
        })
final class Init extends Verb {
    private static final String DEFAULT_BIND = "bind = \"0.0.0.0:7070\"";

    @Option(
            names = "--organisation",
            required = true,
            paramLabel = "NAME",
            description = "Name that the other members see, at most 80 characters.")
    String organisation = "";

    @ArgGroup(multiplicity = "1")
    Table table = new Table();

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "Array with one label a row, when the data is an array.")
    @Nullable
    Path labels;

    @Option(names = "--port", paramLabel = "N", description = "Port to listen on (default: 7070).")
    int port = 7070;

    /** The table, or how many rows it will have. */
    static final class Table {
        @Option(
                names = "--data",
                paramLabel = "FILE",
                description = "CSV table with a header, or an array in IDX, NPY or NPZ; plain or gzip.")
        @Nullable
        Path data;

        @Option(
                names = "--rows",
                paramLabel = "N",
                description = "Rows of the table, when it comes later; it is then DIR/data.csv.")
        int rows;
    }

    Init(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected Answer run() throws NodeFailure, IOException {
        DataDirectory directory = directory();
        refuseIfTaken(directory);
        byte[] text = template(directory.root()).getBytes(StandardCharsets.UTF_8);
        NodeConfig config = parsed(text, directory.root());
        int rows = table.data != null
                ? SiteData.trainingRows(config.data())
                : Shares.of(config.data()).trainingRows(Math.max(0, table.rows));
        try (Identity identity = Identity.generate(new SecureRandom())) {
            Member member = member(identity, rows);
            try (Passphrase passphrase = newPassphrase()) {
                write(directory, text, identity, passphrase);
            }
            return answer(directory, member);
        }
    }

    private static void refuseIfTaken(DataDirectory directory) throws NodeFailure {
        for (Path file : List.of(directory.identity(), directory.config(), directory.charter())) {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new NodeFailure(
                        ExitCode.REFUSED,
                        file + ": exists already; init never overwrites a member, name another directory with --dir");
            }
        }
    }

    private String template(Path directory) {
        Path root = directory.toAbsolutePath().normalize();
        Path data = table.data == null ? root.resolve("data.csv") : table.data;
        String template =
                NodeConfig.template(organisation, named(root, data), labels == null ? null : named(root, labels));
        if (!template.contains(DEFAULT_BIND)) {
            throw new IllegalStateException("the template binds to another address than " + DEFAULT_BIND);
        }
        return template.replace(DEFAULT_BIND, DEFAULT_BIND.replace("7070", Integer.toString(port)));
    }

    /** How the configuration names a file: from its own directory when the file is below it. */
    private static String named(Path root, Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        return (absolute.startsWith(root) ? root.relativize(absolute) : absolute).toString();
    }

    private static NodeConfig parsed(byte[] text, Path directory) throws NodeFailure {
        try {
            return NodeConfig.parse(text, "starling.toml", directory);
        } catch (ConfigException e) {
            throw new NodeFailure(
                    ExitCode.USAGE,
                    "these options would make a configuration that cannot be used: " + e.getMessage(),
                    e);
        }
    }

    private Member member(Identity identity, int rows) throws NodeFailure {
        try {
            return new Member(identity.publicIdentity(), organisation, rows);
        } catch (IllegalArgumentException e) {
            throw new NodeFailure(
                    ExitCode.USAGE,
                    e.getMessage() + "; check --organisation and --rows, see `starling init --help`",
                    e);
        }
    }

    private Passphrase newPassphrase() throws NodeFailure {
        Optional<Path> file = passphraseSource();
        if (file.isPresent()) {
            return Passphrase.read(file.get(), this::note);
        }
        char[] first =
                terminal().prompt().ask("New passphrase of the key file:").orElseThrow(Passphrase::missing);
        char[] second = terminal().prompt().ask("The same again:").orElseThrow(Passphrase::missing);
        boolean same = Arrays.equals(first, second);
        Arrays.fill(second, '\0');
        if (!same || first.length == 0) {
            Arrays.fill(first, '\0');
            throw new NodeFailure(
                    ExitCode.USAGE,
                    same
                            ? "an empty passphrase protects nothing; run init again and enter one"
                            : "the two passphrases differ; run init again");
        }
        return Passphrase.of(first);
    }

    /** The key file comes last: once it exists there is nothing left that could fail. */
    private void write(DataDirectory directory, byte[] config, Identity identity, Passphrase passphrase)
            throws IOException {
        try (Undo undo = new Undo()) {
            makeDirectory(directory.root(), undo);
            makeDirectory(directory.models(), undo);
            undo.make(directory.config(), () -> DurableFile.create(directory.config(), config));
            undo.make(
                    directory.identity(),
                    () -> KeyFile.create(directory.identity(), passphrase.chars(), identity, now()));
            undo.keep();
        }
    }

    private static void makeDirectory(Path path, Undo undo) throws IOException {
        if (!Files.isDirectory(path)) {
            Path parent = path.toAbsolutePath().getParent();
            if (parent != null) {
                makeParents(parent, undo);
            }
            undo.make(path, () -> Files.createDirectory(path, OwnerOnly.directory(path)));
        }
    }

    private static void makeParents(Path path, Undo undo) throws IOException {
        if (!Files.isDirectory(path)) {
            Path parent = path.getParent();
            if (parent != null) {
                makeParents(parent, undo);
            }
            undo.make(path, () -> Files.createDirectory(path));
        }
    }

    private static Answer answer(DataDirectory directory, Member member) {
        String text = """
                Member made in %s
                  organisation  %s
                  fingerprint   %s
                  rows          %d to train on
                  card          %s

                Next: read %s, then found a federation with `starling charter new`, send the card to
                who does, or run `starling join` with an invitation.""".formatted(
                        directory.root(),
                        member.organisation(),
                        member.id().hex(),
                        member.rows(),
                        member.card(),
                        directory.config());
        return Answer.of(
                Answer.fields()
                        .with("directory", directory.root().toString())
                        .with("organisation", member.organisation())
                        .with("peer", member.id().hex())
                        .with("rows", member.rows())
                        .with("card", member.card()),
                text);
    }
}
