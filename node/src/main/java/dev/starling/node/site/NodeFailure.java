package dev.starling.node.site;

import dev.starling.crypto.identity.KeyFileException;
import dev.starling.crypto.trust.document.TrustFormatException;
import dev.starling.node.learning.LearningException;
import dev.starling.node.net.settings.BindFailure;
import dev.starling.node.store.StoreException;
import dev.starling.node.table.DataException;
import dev.starling.node.toml.ConfigException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** A failure that an operator can do something about: an exit code, and a message that says what, where and the remedy. */
public final class NodeFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final ExitCode code;

    public NodeFailure(ExitCode code, String message) {
        this(code, message, null);
    }

    public NodeFailure(ExitCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** How the command ends. */
    public ExitCode code() {
        return code;
    }

    /** What to print. */
    public String message() {
        return String.valueOf(getMessage());
    }

    /** The one place that knows which exit code belongs to which exception; {@link ExitCode#BUG} for one nobody expects. */
    public static NodeFailure of(Throwable problem) {
        if (problem instanceof NodeFailure failure) {
            return failure;
        }
        String message = String.valueOf(problem.getMessage());
        if (problem instanceof ConfigException
                || problem instanceof KeyFileException
                || problem instanceof TrustFormatException) {
            return new NodeFailure(ExitCode.CONFIGURATION, message, problem);
        }
        if (problem instanceof DataException) {
            return new NodeFailure(ExitCode.DATA, message, problem);
        }
        if (problem instanceof BindFailure) {
            return new NodeFailure(ExitCode.NETWORK, message + " (net.bind in starling.toml)", problem);
        }
        if (problem instanceof StoreException || problem instanceof LearningException) {
            return new NodeFailure(ExitCode.FAILED, message, problem);
        }
        if (problem instanceof OutOfMemoryError) {
            return new NodeFailure(
                    ExitCode.FAILED,
                    "the model needs more memory than Java may take (" + problem.getMessage()
                            + "); give it a larger heap, with STARLING_JAVA_OPTS=-Xmx2g for example",
                    problem);
        }
        return problem instanceof IOException disk
                ? ofDisk(disk)
                : new NodeFailure(ExitCode.BUG, "this is a mistake in Starling, please report it: " + problem, problem);
    }

    private static NodeFailure ofDisk(IOException problem) {
        if (problem instanceof FileAlreadyExistsException taken) {
            return new NodeFailure(
                    ExitCode.REFUSED,
                    taken.getFile()
                            + ": exists already and is never overwritten; move it away, or choose another place",
                    taken);
        }
        if (problem instanceof NoSuchFileException missing) {
            return new NodeFailure(
                    ExitCode.FAILED,
                    missing.getFile() + ": there is no such file or directory; check the path",
                    missing);
        }
        if (problem instanceof AccessDeniedException denied) {
            return new NodeFailure(
                    ExitCode.FAILED,
                    denied.getFile() + ": this user may not do that; run as the user who owns the data directory",
                    denied);
        }
        String file = problem instanceof FileSystemException at ? at.getFile() : null;
        return new NodeFailure(
                ExitCode.FAILED,
                (file == null ? "" : file + ": ") + "cannot be read or written ("
                        + problem.getClass().getSimpleName() + ": " + problem.getMessage()
                        + "); check free space and permissions",
                problem);
    }
}
