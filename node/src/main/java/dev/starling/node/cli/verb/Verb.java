package dev.starling.node.cli.verb;

import dev.starling.node.site.DataDirectory;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.site.Passphrase;
import dev.starling.node.toml.Overrides;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** One command, with the options that all of them have. */
public abstract class Verb implements Callable<Integer> {
    private static final String DIRECTORY = "STARLING_DIR";

    private final Terminal terminal;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Data directory of this member (default: that of the environment variable " + DIRECTORY
                    + ", else the current directory).")
    @Nullable
    Path dir;

    @Option(
            names = Passphrase.OPTION,
            paramLabel = "FILE",
            description =
                    "File whose first line is the passphrase of the key file (or set " + Passphrase.VARIABLE + ").")
    @Nullable
    Path passphraseFile;

    @Option(names = "--json", description = "Print one JSON object; remarks stay on standard error.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    protected Verb(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Does the work; whatever it throws is mapped to an exit code in one place. */
    protected abstract Answer run() throws Exception;

    @Override
    public final Integer call() throws Exception {
        Answer answer = run();
        String text = json ? answer.json() : answer.text();
        if (!text.isEmpty()) {
            terminal.out().println(text);
        }
        terminal.out().flush();
        return answer.code().number();
    }

    /** Whether the answer is a JSON object. */
    public final boolean json() {
        return json;
    }

    protected final Terminal terminal() {
        return terminal;
    }

    protected final DataDirectory directory() throws NodeFailure {
        String named = terminal.environment().get(DIRECTORY);
        try {
            Path fallback = Path.of(named == null || named.isEmpty() ? "." : named);
            return new DataDirectory(dir != null ? dir : fallback, new Overrides(terminal.environment()));
        } catch (InvalidPathException e) {
            throw new NodeFailure(ExitCode.USAGE, DIRECTORY + " names no path on this system; set it, or use --dir", e);
        }
    }

    protected final Instant now() {
        return terminal.clock().get();
    }

    /** Says something that is not a result. */
    protected final void note(String sentence) {
        terminal.err().println(sentence);
        terminal.err().flush();
    }

    /** The passphrase of an existing key file; whoever calls closes it. */
    protected final Passphrase passphrase() throws NodeFailure {
        directory().requireIdentity();
        Optional<Path> file = passphraseSource();
        if (file.isPresent()) {
            return Passphrase.read(file.get(), this::note);
        }
        return Passphrase.of(terminal.prompt()
                .ask("Passphrase of " + directory().identity() + ":")
                .orElseThrow(Passphrase::missing));
    }

    protected final Optional<Path> passphraseSource() throws NodeFailure {
        return Passphrase.file(passphraseFile, terminal.environment()::get);
    }
}
