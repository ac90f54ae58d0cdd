package dev.starling.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.node.cli.verb.Manual;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What people get wrong in their first hour, one after the other. Each answer names the place (file and line, or the field),
 * says what to do, and names the chapter of the manual; none shows a stack trace, and nothing on disk is other than before.
 * The answers are left in {@code target/wrong-inputs.md}, to be read by a person.
 */
class WrongInputsTest {
    @TempDir
    static Path root;

    private static final List<String> ANSWERS = new ArrayList<>();
    private static Shell shell;
    private static ServerSocket silent;

    /**
     * One mistake.
     *
     * @param what was wrong
     * @param damage makes it wrong
     * @param command what is typed then
     * @param code how it ends
     * @param chapter where the answer sends the reader
     * @param says parts of the answer: place and remedy
     */
    private record Mistake(
            String what, Damage damage, List<String> command, int code, Manual chapter, List<String> says) {}

    @FunctionalInterface
    private interface Damage {
        void doIt() throws IOException;
    }

    @BeforeAll
    static void found() throws IOException {
        shell = new Shell(root);
        shell.federation("north");
        shell.member("west", 30);
        silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterAll
    static void report() throws IOException {
        silent.close();
        Path target = Files.createDirectories(Path.of("target"));
        Files.write(target.resolve("wrong-inputs.md"), ANSWERS);
    }

    private static Mistake mistake(
            String what, Damage damage, int code, Manual chapter, String command, String... says) {
        List<String> words = Arrays.stream(command.split(" ", -1))
                .map(word -> word.replace("NORTH", shell.dir("north"))
                        .replace("WEST", shell.dir("west"))
                        .replace("ROOT", root.toString()))
                .toList();
        return new Mistake(what, damage, words, code, chapter, List.of(says));
    }

    private static Damage replaced(String file, String from, String to) {
        return () -> {
            String text = shell.read(file);
            assertThat(text).as("what is replaced in " + file).contains(from);
            shell.write(file, text.replace(from, to));
        };
    }

    private static Damage line(String file, int number, String text) {
        return () -> {
            String[] lines = shell.read(file).split("\n", -1);
            lines[number - 1] = text;
            shell.write(file, String.join("\n", lines));
        };
    }

    private static Damage deleted(String file) {
        return () -> Files.delete(shell.path(file));
    }

    private static Damage nothing() {
        return () -> {};
    }

    private static Damage truncated(String file, int bytes) {
        return () -> {
            byte[] all = Files.readAllBytes(shell.path(file));
            Files.write(shell.path(file), Arrays.copyOf(all, bytes));
        };
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        }
        return out.toByteArray();
    }

    private static List<Mistake> mistakes() {
        String train = "train --local --dir NORTH";
        return List.of(
                // The command line.
                mistake(
                        "a verb mistyped",
                        nothing(),
                        2,
                        Manual.INSTALL,
                        "rum --dir NORTH",
                        "'rum'",
                        "did you mean run?",
                        "--help"),
                mistake(
                        "an option mistyped",
                        nothing(),
                        2,
                        Manual.MEMBERS,
                        "roster --dri NORTH",
                        "--dri",
                        "starling roster --help"),
                mistake(
                        "a duration without a unit",
                        nothing(),
                        2,
                        Manual.MEMBERS,
                        "invite --dir NORTH --expires 24",
                        "--expires",
                        "24h"),
                mistake(
                        "a fingerprint cut too short",
                        nothing(),
                        2,
                        Manual.MEMBERS,
                        "approve --dir NORTH 3f9c",
                        "3f9c",
                        "at least eight"),
                mistake(
                        "a format that does not exist",
                        nothing(),
                        2,
                        Manual.MODEL,
                        "model export --dir NORTH --format h5",
                        "--format",
                        "h5"),
                // The configuration.
                mistake(
                        "a key mistyped",
                        replaced("north/starling.toml", "holdout = 0.2", "holdot = 0.2"),
                        3,
                        Manual.CONFIGURATION,
                        train,
                        "starling.toml:",
                        "holdot",
                        "did you mean \"holdout\""),
                mistake(
                        "a share of 2",
                        replaced("north/starling.toml", "holdout = 0.2", "holdout = 2"),
                        3,
                        Manual.CONFIGURATION,
                        train,
                        "starling.toml:",
                        "data.holdout",
                        "the default is 0.2"),
                mistake(
                        "a quotation mark forgotten",
                        replaced("north/starling.toml", "\"info\"", "\"info"),
                        3,
                        Manual.CONFIGURATION,
                        train,
                        "starling.toml:",
                        "expected \""),
                mistake(
                        "an address without a port",
                        replaced("north/starling.toml", "peers = []", "peers = [\"south.example\"]"),
                        3,
                        Manual.CONFIGURATION,
                        train,
                        "starling.toml:",
                        "net.peers",
                        "host:port"),
                mistake(
                        "a log level that does not exist",
                        replaced("north/starling.toml", "level = \"info\"", "level = \"debgu\""),
                        3,
                        Manual.CONFIGURATION,
                        train,
                        "starling.toml:",
                        "log.level",
                        "did you mean \"debug\""),
                mistake(
                        "a directory that is none",
                        nothing(),
                        3,
                        Manual.CONFIGURATION,
                        "train --local --dir ROOT/nobody",
                        "nobody",
                        "starling init"),
                mistake(
                        "init a second time",
                        nothing(),
                        6,
                        Manual.CONFIGURATION,
                        "init --dir NORTH --organisation North --data ROOT/north.csv",
                        "identity.p12",
                        "--dir"),
                // Key and passphrase.
                mistake(
                        "a wrong passphrase",
                        () -> shell.write("passphrase", "another\n"),
                        3,
                        Manual.CONFIGURATION,
                        "invite --dir NORTH",
                        "identity.p12",
                        "passphrase"),
                mistake(
                        "a key that others may read",
                        () -> Files.setPosixFilePermissions(
                                shell.path("north/identity.p12"), PosixFilePermissions.fromString("rw-r--r--")),
                        3,
                        Manual.CONFIGURATION,
                        "invite --dir NORTH",
                        "identity.p12",
                        "chmod 600"),
                mistake(
                        "a key file cut off",
                        truncated("north/identity.p12", 100),
                        3,
                        Manual.CONFIGURATION,
                        "invite --dir NORTH",
                        "identity.p12",
                        "backup"),
                // The data.
                mistake(
                        "a table that is not there",
                        () -> Files.delete(shell.path("north.csv")),
                        4,
                        Manual.DATA,
                        train,
                        "north.csv",
                        "no such file"),
                mistake(
                        "a column with another name",
                        replaced("north.csv", "pressure", "bloodpressure"),
                        4,
                        Manual.DATA,
                        train,
                        "north.csv:1",
                        "\"pressure\"",
                        "the table has: age, bloodpressure"),
                mistake(
                        "a word where a number belongs",
                        line("north.csv", 5, "fifty,120,no,well"),
                        4,
                        Manual.DATA,
                        train,
                        "north.csv:5",
                        "\"age\"",
                        "number"),
                mistake(
                        "a row that is too short",
                        line("north.csv", 7, "50,120"),
                        4,
                        Manual.DATA,
                        train,
                        "north.csv:7",
                        "2",
                        "4"),
                mistake(
                        "a class that the charter does not have",
                        line("north.csv", 9, "50,120,no,unsure"),
                        4,
                        Manual.DATA,
                        train,
                        "north.csv:9",
                        "\"diagnosis\"",
                        "charter"),
                mistake(
                        "an empty file",
                        () -> shell.write("north.csv", ""),
                        4,
                        Manual.DATA,
                        train,
                        "north.csv",
                        "first line"),
                mistake(
                        "a gzip file cut off",
                        () -> Files.write(
                                shell.path("north.csv"),
                                Arrays.copyOf(gzip(Files.readAllBytes(shell.path("north.csv"))), 200)),
                        4,
                        Manual.DATA,
                        train,
                        "north.csv",
                        "complete"),
                // The agreement.
                mistake(
                        "a charter edited after it was signed",
                        replaced("north/charter.toml", "# Batches", "# batches"),
                        3,
                        Manual.CONFIGURATION,
                        "charter show --dir NORTH",
                        "charter.toml",
                        "altered"),
                mistake(
                        "a charter that is run without being accepted",
                        deleted("north/charter.accepted"),
                        6,
                        Manual.RUNNING,
                        "run --dir NORTH",
                        "pilot",
                        "charter accept"),
                mistake(
                        "another charter accepted than the one that is there",
                        nothing(),
                        6,
                        Manual.MEMBERS,
                        "charter accept --dir NORTH 0123456789abcdef",
                        "0123456789abcdef",
                        "charter show"),
                mistake(
                        "a roster cut off",
                        () -> shell.write("north/roster.log", "the beginning of a"),
                        3,
                        Manual.CONFIGURATION,
                        "roster --dir NORTH",
                        "roster.log",
                        "starling join"),
                mistake(
                        "an invitation copied without its end",
                        nothing(),
                        2,
                        Manual.MEMBERS,
                        "join --dir WEST starling1:AAAA",
                        "invitation",
                        "one line"),
                mistake(
                        "a node that does not run",
                        nothing(),
                        5,
                        Manual.STATUS,
                        "status --dir NORTH",
                        "north",
                        "starling run"),
                mistake(
                        "a port that is taken",
                        replaced("north/starling.toml", "0.0.0.0:7070", "127.0.0.1:" + silent.getLocalPort()),
                        5,
                        Manual.NETWORK,
                        "run --dir NORTH",
                        "" + silent.getLocalPort(),
                        "net.bind"),
                mistake(
                        "a judgement before there is a model",
                        nothing(),
                        1,
                        Manual.VERDICT,
                        "eval --dir NORTH",
                        "state",
                        "starling run"));
    }

    @TestFactory
    Stream<DynamicTest> everyMistakeIsAnsweredWithPlaceRemedyAndChapter() {
        assertThat(mistakes()).hasSizeGreaterThanOrEqualTo(25);
        return mistakes().stream().map(mistake -> DynamicTest.dynamicTest(mistake.what(), () -> answered(mistake)));
    }

    private static void answered(Mistake mistake) throws IOException {
        Path kept = Files.createTempDirectory("kept");
        copy(root, kept);
        try {
            mistake.damage().doIt();
            Map<String, String> before = shell.listing();
            Shell.Result result = shell.execute(mistake.command().toArray(String[]::new));
            String answer = result.err().substring(Math.max(0, result.err().indexOf("starling: ")));
            ANSWERS.add("* **" + mistake.what() + "** (`starling "
                    + String.join(" ", mistake.command()).replace(root.toString(), "…") + "`, exit code "
                    + result.code()
                    + ")\n\n  > " + answer.replace(root.toString(), "…").replace("\n", "\n  > ") + "\n");
            assertThat(result.code()).as(result.err()).isEqualTo(mistake.code());
            assertThat(answer).contains(mistake.says());
            assertThat(answer)
                    .endsWith("(read on: starling manual " + mistake.chapter().word() + ")");
            assertThat(result.out() + result.err()).doesNotContain("\tat ").doesNotContain("Exception");
            assertThat(shell.listing()).isEqualTo(before);
        } finally {
            restore(kept);
        }
    }

    private static void restore(Path kept) throws IOException {
        for (Path file : all(root)) {
            if (Files.isRegularFile(file) && !Files.exists(kept.resolve(root.relativize(file)))) {
                Files.delete(file);
            }
        }
        copy(kept, root);
    }

    private static void copy(Path from, Path to) throws IOException {
        for (Path file : all(from)) {
            Path copy = to.resolve(from.relativize(file));
            if (Files.isDirectory(file)) {
                Files.createDirectories(copy);
            } else {
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static List<Path> all(Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
