package dev.starling.node.cli;

import dev.starling.node.cli.backup.BackupVerbs;
import dev.starling.node.cli.charter.CharterGroup;
import dev.starling.node.cli.config.ConfigGroup;
import dev.starling.node.cli.data.DataGroup;
import dev.starling.node.cli.doctor.DoctorVerbs;
import dev.starling.node.cli.learning.LearningVerbs;
import dev.starling.node.cli.member.MemberVerbs;
import dev.starling.node.cli.model.ModelGroup;
import dev.starling.node.cli.running.RunningVerbs;
import dev.starling.node.cli.verb.Answer;
import dev.starling.node.cli.verb.Manual;
import dev.starling.node.cli.verb.Terminal;
import dev.starling.node.cli.verb.Verb;
import dev.starling.node.observe.LogSetup;
import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** Entry point, and the one place where failures become exit codes and messages. */
@Command(
        name = "starling",
        mixinStandardHelpOptions = true,
        versionProvider = Starling.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "A member of a federation that trains one model together without a server.",
        footerHeading = "%nExit codes:%n",
        footer = {
            "   0  done",
            "   1  failed",
            "   2  the command line is wrong",
            "   3  a file of the data directory is missing or wrong",
            "   4  the data cannot be used",
            "   5  a peer or the network did not answer",
            "   6  refused",
            "  70  a mistake in this program",
            "",
            "Example:",
            "  starling init --dir north --organisation \"Hospital North\" --data north.csv",
            "  starling charter new --dir north --name pilot --label diagnosis --scale-from north.csv",
            "  starling invite --dir north",
            "",
            "A checkout has verbs for whole federations on one machine, too: scripts/starling demo, testnet, sim, bench.",
        })
public final class Starling {
    private Starling() {}

    public static void main(String[] args) {
        LogSetup.configure("warn", false);
        int code = execute(Terminal.ofProcess(), args);
        if (code != ExitCode.OK.number()) {
            System.exit(code);
        }
    }

    private static List<Verb> verbs(Terminal terminal) {
        return Stream.of(
                        MemberVerbs.all(terminal),
                        LearningVerbs.all(terminal),
                        RunningVerbs.all(terminal),
                        DoctorVerbs.all(terminal),
                        BackupVerbs.all(terminal))
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Runs one command line in this process, without asking anybody anything.
     *
     * @return its exit code
     */
    public static int execute(PrintWriter out, PrintWriter err, String... args) {
        return execute(new Terminal(out, err, System.getenv(), Instant::now, question -> Optional.empty()), args);
    }

    /** The verbs, without a terminal that matters: for whoever lists them. */
    static CommandLine commands() {
        PrintWriter nobody = new PrintWriter(Writer.nullWriter());
        return commands(new Terminal(nobody, nobody, Map.of(), Instant::now, question -> Optional.empty()));
    }

    private static CommandLine commands(Terminal terminal) {
        CommandLine root = new CommandLine(new Starling());
        verbs(terminal).forEach(root::addSubcommand);
        root.addSubcommand(new ReadManual(terminal));
        return root.addSubcommand(CharterGroup.of(terminal))
                .addSubcommand(DataGroup.of(terminal))
                .addSubcommand(ModelGroup.of(terminal))
                .addSubcommand(ConfigGroup.of(terminal));
    }

    /** Runs one command line and returns its exit code. */
    static int execute(Terminal terminal, String... args) {
        CommandLine root = commands(terminal);
        return root.setOut(terminal.out())
                .setErr(terminal.err())
                .setExpandAtFiles(false)
                .setUsageHelpWidth(100)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((e, line) -> usage(terminal, e, line))
                .setExecutionExceptionHandler((e, command, parsed) -> failed(terminal, e, command))
                .execute(args);
    }

    private static int usage(Terminal terminal, CommandLine.ParameterException e, String... args) {
        CommandLine command = e.getCommandLine();
        boolean json = Arrays.asList(args).contains("--json");
        String remedy = "see `" + command.getCommandSpec().qualifiedName() + " --help`";
        if (e instanceof CommandLine.UnmatchedArgumentException unmatched
                && !unmatched.getSuggestions().isEmpty()) {
            remedy = "did you mean " + unmatched.getSuggestions().get(0) + "? " + remedy;
        }
        NodeFailure wrong = new NodeFailure(ExitCode.USAGE, e.getMessage() + "; " + remedy, e);
        return report(terminal, wrong, command, json);
    }

    private static int failed(Terminal terminal, Exception e, CommandLine command) {
        boolean json = command.getCommand() instanceof Verb verb && verb.json();
        return report(terminal, NodeFailure.of(e), command, json);
    }

    private static int report(Terminal terminal, NodeFailure failure, CommandLine command, boolean json) {
        int number = failure.code().number();
        Manual chapter = Manual.of(failure.code(), firstWord(command));
        if (json) {
            terminal.out().println(Answer.error(number, failure.message(), chapter.word()));
        } else {
            terminal.err().println("starling: " + failure.message());
            terminal.err().println("          (read on: starling manual " + chapter.word() + ")");
        }
        if (failure.code() == ExitCode.BUG) {
            trace(failure.getCause()).printStackTrace(terminal.err());
        }
        terminal.out().flush();
        terminal.err().flush();
        return number;
    }

    /** The verb, or the group that it is in; the program itself when there is neither. */
    private static String firstWord(CommandLine command) {
        String word = command.getCommandName();
        for (CommandLine up = command.getParent(); up != null && up.getParent() != null; up = up.getParent()) {
            word = up.getCommandName();
        }
        return word;
    }

    private static Throwable trace(@Nullable Throwable cause) {
        return cause == null ? new IllegalStateException("a failure without a cause") : cause;
    }

    /** The version that the build wrote into the JAR. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String built = Starling.class.getPackage().getImplementationVersion();
            return new String[] {"starling " + Optional.ofNullable(built).orElse("(development build)")};
        }
    }
}
