package dev.starling.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong is said once, with place and remedy, under the right exit code, and changes nothing on disk. */
class BadInputTest {
    @TempDir
    Path root;

    private Shell shell;

    @BeforeEach
    void found() {
        shell = new Shell(root);
        shell.federation("north");
    }

    /** Runs a command that must fail, as text and as JSON. */
    private String refused(int code, String... args) {
        Map<String, String> before = shell.listing();
        Shell.Result result = shell.execute(args);
        assertThat(result.code()).as(result.err()).isEqualTo(code);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines().filter(line -> line.startsWith("starling: ")))
                .hasSize(1);
        assertThat(result.err()).doesNotContain("Exception").doesNotContain("\tat ");
        String told = result.err().substring(result.err().indexOf("starling: ") + "starling: ".length());
        String message = told.substring(0, told.indexOf("\n          (read on: "));

        String[] asJson = Arrays.copyOf(args, args.length + 1);
        asJson[args.length] = "--json";
        var error = shell.execute(asJson).json().get("error");
        assertThat(error.get("code").asInt()).isEqualTo(code);
        assertThat(error.get("message").asText()).isEqualTo(message);
        assertThat(shell.listing()).isEqualTo(before);
        return message;
    }

    @Test
    void whomToRemoveAndWhyMustBeSayable() {
        String dir = shell.dir("north");
        assertThat(refused(2, "revoke", "--dir", dir, "3f9c")).contains("not a fingerprint", "starling roster");
        assertThat(refused(2, "revoke", "--dir", dir, "3f9c2a71", "--reason", "two\nlines"))
                .contains("--reason", "printable");
        assertThat(refused(5, "revoke", "--dir", dir, "3f9c2a71")).contains("starling run");
    }

    private String[] charterNew(String table) {
        shell.execute("init", "--dir", shell.dir("west"), "--organisation", "West", "--rows", "50")
                .succeeded();
        return new String[] {
            "charter",
            "new",
            "--dir",
            shell.dir("west"),
            "--name",
            "pilot",
            "--label",
            "diagnosis",
            "--rows",
            "50",
            "--scale-from",
            shell.path(table).toString()
        };
    }

    @Test
    void aKeyThatNobodyKnowsIsNamedWithTheNearestOne() {
        Path config = shell.write(
                "north/starling.toml", shell.read("north/starling.toml").replace("holdout = 0.2", "holdot = 0.2"));

        String message = refused(3, "invite", "--dir", shell.dir("north"));

        assertThat(message).contains(config + ":21:1").contains("holdot").contains("holdout");
    }

    @Test
    void aColumnThatTheTableLacksIsNamed() {
        shell.write("north.csv", shell.read("north.csv").replaceFirst("pressure", "presure"));

        String message = refused(4, "train", "--local", "--dir", shell.dir("north"));

        assertThat(message).contains("north.csv:1").contains("\"pressure\"").contains("did you mean \"presure\"");
    }

    @Test
    void aCellThatIsNoNumberIsPlacedAndNotQuoted() {
        String[] lines = shell.read("north.csv").split("\n", -1);
        lines[4] = lines[4].replaceFirst("^[0-9.]+", "fifty");
        shell.write("north.csv", String.join("\n", lines));

        String message = refused(4, "train", "--local", "--dir", shell.dir("north"));

        assertThat(message).contains("north.csv:5").contains("\"age\"").contains("number");
        assertThat(message).doesNotContain("fifty");
    }

    @Test
    void anEmptyTableIsNoTable() {
        shell.write("empty.csv", "");

        String message = refused(4, charterNew("empty.csv"));

        assertThat(message).contains("empty.csv").contains("first line");
    }

    @Test
    void aTableWithoutRowsMakesNoMember() {
        shell.write("bare.csv", "age,diagnosis\n");

        String message = refused(
                4,
                "init",
                "--dir",
                shell.dir("w"),
                "--organisation",
                "W",
                "--data",
                shell.path("bare.csv").toString());

        assertThat(message).contains("bare.csv").contains("no row");
    }

    @Test
    void aLabelThatTheTableLacksIsNamed() {
        shell.write("other.csv", "age,diagnose\n1,a\n2,b\n");

        String message = refused(4, charterNew("other.csv"));

        assertThat(message).contains("other.csv:1").contains("did you mean \"diagnose\"");
    }

    @Test
    void aTableThatIsNotThereIsNamed() {
        String message = refused(4, charterNew("nowhere.csv"));

        assertThat(message).contains("nowhere.csv").contains("no such file");
    }

    @Test
    void aWrongPassphraseOpensNothing() {
        shell.passphraseFile(shell.write("wrong", "wrong horse\n"));

        String message = refused(3, "invite", "--dir", shell.dir("north"))
                .lines()
                .findFirst()
                .orElseThrow();

        assertThat(message).contains("identity.p12").contains("passphrase").doesNotContain("wrong horse");
    }

    @Test
    void anEmptyPassphraseFileIsNamed() {
        shell.passphraseFile(shell.write("blank", "\nsecond line\n"));

        assertThat(refused(3, "invite", "--dir", shell.dir("north"))).contains("blank:1");
    }

    @Test
    void aKeyFileThatOthersMayReadIsRefused() throws Exception {
        Files.setPosixFilePermissions(shell.path("north/identity.p12"), PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(refused(3, "invite", "--dir", shell.dir("north"))).contains("chmod 600");
    }

    @Test
    void anAlteredCharterMatchesNoSignature() throws Exception {
        byte[] bytes = Files.readAllBytes(shell.path("north/charter.toml"));
        int inAComment = new String(bytes, StandardCharsets.UTF_8).indexOf("# Batches") + 2;
        bytes[inAComment] ^= 1;
        Files.write(shell.path("north/charter.toml"), bytes);

        for (String[] command : new String[][] {
            {"charter", "show", "--dir", shell.dir("north")},
            {"charter", "sign", "--dir", shell.dir("north")},
            {"invite", "--dir", shell.dir("north")},
            {"roster", "--dir", shell.dir("north")},
            {"train", "--local", "--dir", shell.dir("north")},
        }) {
            assertThat(refused(3, command))
                    .contains("north")
                    .contains("altered")
                    .contains("charter.toml");
        }
    }

    @Test
    void aCharterThatIsNoTomlIsPlaced() {
        shell.write("north/charter.toml", shell.read("north/charter.toml").replaceFirst("format = 1", "format = "));

        assertThat(refused(3, "charter", "show", "--dir", shell.dir("north"))).contains("charter.toml:6:");
    }

    @Test
    void aSignatureFileThatIsNoneIsPlaced() {
        shell.write("north/charter.sig", "# comment\nnonsense\n");

        assertThat(refused(3, "charter", "show", "--dir", shell.dir("north"))).contains("line 2");
    }

    @Test
    void aRosterLogThatDoesNotHoldIsRefused() {
        shell.write("north/roster.log", "not a log at all");

        assertThat(refused(3, "roster", "--dir", shell.dir("north")))
                .contains("roster.log")
                .contains("starling join");
    }

    @Test
    void anEmptyDirectoryIsSentToInit() {
        assertThat(refused(3, "charter", "show", "--dir", shell.dir("nobody"))).contains("charter new");
        assertThat(refused(3, "train", "--local", "--dir", shell.dir("nobody"))).contains("starling init");
    }

    @Test
    void whoIsNotOnTheRosterIsSentToJoin() throws Exception {
        shell.member("west", 30);
        Files.copy(shell.path("north/charter.toml"), shell.path("west/charter.toml"));
        Files.copy(shell.path("north/charter.sig"), shell.path("west/charter.sig"));

        assertThat(refused(3, "invite", "--dir", shell.dir("west")))
                .contains("not on the roster")
                .contains("starling join");
    }

    @Test
    void aModelThatDoesNotExistYetCannotBeJudgedOrExported() {
        assertThat(refused(1, "eval", "--dir", shell.dir("north"))).contains("starling run");
        assertThat(refused(1, "model", "export", "--dir", shell.dir("north"), "--format", "npz"))
                .contains("starling run");
    }

    @Test
    void mistypedOptionsAndVerbsAreMistakesOfTheCommandLine() {
        assertThat(refused(2, "roster", "--dri", "x")).contains("--dri").contains("starling roster --help");
        assertThat(refused(2, "invite", "--dir", shell.dir("north"), "--expires", "soon"))
                .contains("24h");
        assertThat(refused(2, "charter", "new", "--dir", shell.dir("north"), "--model", "tree"))
                .contains("mlp:64,32");
        assertThat(shell.execute("rooster").code()).isEqualTo(2);
        assertThat(shell.execute().code()).isEqualTo(2);
    }

    @Test
    void aNumberThatNoFileCanHoldIsAMistakeOfTheCommandLine() {
        assertThat(refused(2, "charter", "new", "--dir", shell.dir("north"), "--rate", "NaN"))
                .contains("finite");
    }

    @Test
    void aFounderWhoseTableComesLaterIsToldToSayHowManyRows() {
        shell.execute("init", "--dir", shell.dir("west"), "--organisation", "West", "--rows", "50")
                .succeeded();

        String message = refused(
                4,
                "charter",
                "new",
                "--dir",
                shell.dir("west"),
                "--name",
                "p",
                "--label",
                "diagnosis",
                "--scale-from",
                shell.path("north.csv").toString());

        assertThat(message).contains("data.csv").contains("--rows");
    }

    @Test
    void everyVerbShowsAnExample() {
        for (String verb : new String[] {
            "init",
            "invite",
            "join",
            "roster",
            "train",
            "eval",
            "charter new",
            "charter show",
            "charter sign",
            "model export"
        }) {
            String[] words = (verb + " --help").split(" ", -1);
            Shell.Result help = shell.execute(words);
            assertThat(help.code()).isZero();
            assertThat(help.out()).contains("Example:").contains("starling " + verb);
        }
        assertThat(shell.execute("--help").out()).contains("Exit codes:").contains("70");
        assertThat(shell.execute("--version").out()).startsWith("starling ");
    }
}
