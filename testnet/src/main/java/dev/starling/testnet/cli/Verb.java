package dev.starling.testnet.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import dev.starling.testnet.federation.Directories;
import dev.starling.testnet.federation.Progress;
import dev.starling.testnet.federation.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One command: with the options that all of them have, and one way to end. */
public abstract class Verb implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--json", description = "One JSON object on standard output.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    boolean help;

    private @Nullable Path temporary;

    /**
     * What a command found out.
     *
     * @param json for programs: one object
     * @param text for people
     */
    public record Answer(String json, String text) {}

    /** Does the work. */
    protected abstract Answer run() throws NodeFailure, InterruptedException;

    @Override
    public final Integer call() throws InterruptedException {
        boolean done = false;
        try {
            Answer answer = run();
            done = true;
            out().println(json ? answer.json() : answer.text());
            out().flush();
            return ExitCode.OK.number();
        } catch (NodeFailure e) {
            return failed(e);
        } finally {
            if (!done) {
                removeTemporary();
            }
        }
    }

    /** An error for programs: one object. */
    public static String error(ExitCode code, String message) {
        return JSON.createObjectNode()
                .set("error", JSON.valueToTree(Map.of("code", code.number(), "message", message)))
                .toString();
    }

    private void removeTemporary() {
        try {
            if (temporary != null) {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            // It holds logs, which stay; the failure that led here is the one to report.
            return;
        }
    }

    private int failed(NodeFailure failure) {
        if (json) {
            out().println(error(failure.code(), failure.message()));
            out().flush();
        }
        err().println(spec().qualifiedName() + ": " + failure.message());
        if (failure.code() == ExitCode.BUG) {
            failure.printStackTrace(err());
        }
        err().flush();
        return failure.code().number();
    }

    /** What there is to say when something was done to something. */
    protected static Answer done(String what, String how) {
        return new Answer(JSON.createObjectNode().put("done", what + " " + how).toString(), what + " " + how);
    }

    /** The command line it was called by. */
    protected final CommandSpec spec() {
        return Objects.requireNonNull(spec);
    }

    /** Where progress is told. */
    protected final Progress progress() {
        return new Progress(err(), Terminal.onStandardError());
    }

    /** Says something that is not a result. */
    protected final void note(String sentence) {
        err().println(sentence);
        err().flush();
    }

    /**
     * The directory for what a command writes: as chosen, else a fresh temporary one, which is removed again when the command
     * fails and has left nothing in it.
     *
     * @throws NodeFailure when the chosen one holds something already
     */
    protected final Path freeDirectory(@Nullable Path chosen, String prefix) throws NodeFailure {
        try {
            if (chosen == null) {
                Path fresh = Files.createTempDirectory(prefix);
                temporary = fresh;
                return fresh;
            }
            if (!Directories.isFree(chosen)) {
                throw new NodeFailure(
                        ExitCode.REFUSED,
                        chosen + ": is not empty, and nothing is ever overwritten; choose another directory");
            }
            return chosen.toAbsolutePath().normalize();
        } catch (IOException e) {
            throw NodeFailure.of(e);
        }
    }

    /**
     * The command line again.
     *
     * @param leftOut options, each with a value, that have no say in what comes out
     */
    protected final String commandAgain(Set<String> leftOut) {
        List<String> line = new ArrayList<>(List.of(spec().root().name()));
        for (String argument : without(leftOut, spec().root())) {
            line.add(quoted(argument));
        }
        return String.join(" ", line);
    }

    /**
     * What stands behind the verb on the command line.
     *
     * @param leftOut options, each with a value, that are left out
     */
    protected final List<String> argumentsAgain(Set<String> leftOut) {
        List<String> all = without(leftOut, spec());
        return all.subList(all.indexOf(spec().name()) + 1, all.size());
    }

    private static List<String> without(Set<String> leftOut, CommandSpec spec) {
        List<String> arguments = new ArrayList<>();
        boolean skipped = false;
        for (String argument : spec.commandLine().getParseResult().originalArgs()) {
            boolean skips = leftOut.contains(argument);
            boolean joined = leftOut.contains(argument.replaceFirst("=.*$", ""));
            if (!skipped && !skips && !joined) {
                arguments.add(argument);
            }
            skipped = skips;
        }
        return arguments;
    }

    private static String quoted(String argument) {
        return argument.matches("[A-Za-z0-9_./:=,@%+-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }

    private PrintWriter out() {
        return spec().commandLine().getOut();
    }

    private PrintWriter err() {
        return spec().commandLine().getErr();
    }
}
