package dev.starling.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.crypto.identity.Identity;
import dev.starling.crypto.identity.KeyFile;
import dev.starling.crypto.trust.document.Member;
import dev.starling.node.address.HostPort;
import dev.starling.node.site.DataDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitTest {
    @TempDir
    Path root;

    private Shell shell;

    @BeforeEach
    void open() {
        shell = new Shell(root);
        shell.table("north.csv", 100, 1);
    }

    private Shell.Result init(String... more) {
        return shell.execute(Stream.concat(
                        Stream.of("init", "--dir", shell.dir("north"), "--organisation", "Hospital North"),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    private Shell.Result initWithData() {
        return init("--data", shell.path("north.csv").toString());
    }

    @Test
    void aNewMemberHasAKeyThatOpensAndACardThatNamesItAndItsTrainingRows() throws Exception {
        Shell.Result result = init("--json", "--data", shell.path("north.csv").toString());

        Member card = Member.parseCard(result.succeeded().json().get("card").asText());
        try (Identity identity = KeyFile.open(shell.path("north/identity.p12"), "correct horse".toCharArray())) {
            assertThat(card).isEqualTo(new Member(identity.publicIdentity(), "Hospital North", 80));
            assertThat(result.json().get("peer").asText())
                    .isEqualTo(identity.peerId().hex());
        }
        assertThat(result.err()).isEmpty();
    }

    @Test
    void theConfigurationCanBeReadAndHasTheOptionsInIt() throws Exception {
        init("--port", "7171", "--data", shell.path("north.csv").toString()).succeeded();

        var config = new DataDirectory(shell.path("north")).readConfig();
        assertThat(config.organisation()).isEqualTo("Hospital North");
        assertThat(config.net().bind()).isEqualTo(new HostPort("0.0.0.0", 7171));
        assertThat(config.data().file()).isEqualTo(shell.path("north.csv").toAbsolutePath());
    }

    @Test
    void nobodyElseMayLookIntoTheDirectory() throws Exception {
        initWithData().succeeded();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(shell.path("north"))))
                .isEqualTo("rwx------");
        assertThat(shell.path("north/models")).isDirectory();
    }

    @Test
    void aTableThatComesLaterIsLookedForInTheDirectoryItself() throws Exception {
        Shell.Result result = init("--json", "--rows", "50").succeeded();

        assertThat(result.json().get("rows").asInt()).isEqualTo(40);
        assertThat(new DataDirectory(shell.path("north")).readConfig().data().file())
                .isEqualTo(shell.path("north/data.csv"));
    }

    @Test
    void aMemberIsNeverOverwritten() {
        initWithData().succeeded();
        Map<String, String> before = shell.listing();

        Shell.Result again = initWithData();

        assertThat(again.code()).isEqualTo(6);
        assertThat(again.err()).contains("identity.p12").contains("--dir");
        assertThat(again.out()).isEmpty();
        assertThat(shell.listing()).isEqualTo(before);
    }

    @Test
    void aFailureOnTheWayLeavesNothingBehind() {
        shell.write("north/models", "a file where the directory should be");
        Map<String, String> before = shell.listing();

        Shell.Result result = initWithData();

        assertThat(result.code()).isEqualTo(6);
        assertThat(result.err()).contains("models");
        assertThat(shell.listing()).isEqualTo(before);
    }

    @Test
    void directoriesMadeBeforeAFailureAreRemoved() {
        Map<String, String> before = shell.listing();

        Shell.Result result = shell.execute(
                "init",
                "--dir",
                shell.dir("a/b"),
                "--organisation",
                "North",
                "--passphrase-file",
                "nowhere",
                "--rows",
                "9");

        assertThat(result.code()).isEqualTo(3);
        assertThat(result.err()).contains("nowhere").contains("--passphrase-file");
        assertThat(shell.listing()).isEqualTo(before);
    }

    @Test
    void withoutAPassphraseFileAPersonIsAskedTwice() throws Exception {
        shell.typing("typed in", "typed in");

        initWithData().succeeded();

        KeyFile.open(shell.path("north/identity.p12"), "typed in".toCharArray()).close();
    }

    @Test
    void twoDifferentPassphrasesAreRefused() {
        shell.typing("one", "other");
        Map<String, String> before = shell.listing();

        assertThat(initWithData().code()).isEqualTo(2);
        assertThat(shell.listing()).isEqualTo(before);
    }

    @Test
    void whereNobodyCanBeAskedBothWaysAreNamed() {
        shell.typing();

        Shell.Result result = initWithData();

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--passphrase-file").contains("STARLING_PASSPHRASE_FILE");
        assertThat(shell.path("north")).doesNotExist();
    }

    @Test
    void aPassphraseThatOthersMayReadIsWorthAWarning() throws Exception {
        Path open = shell.write("open", "secret\n");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r-----"));

        Shell.Result result = init(
                "--passphrase-file",
                open.toString(),
                "--data",
                shell.path("north.csv").toString());

        assertThat(result.succeeded().err()).contains("chmod 600");
        assertThat(result.out() + result.err()).doesNotContain("secret");
    }

    @Test
    void anOrganisationThatCannotBeOnARosterIsAMistakeOfTheCommandLine() {
        Shell.Result result =
                shell.execute("init", "--dir", shell.dir("x"), "--organisation", " blank", "--rows", "10");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("organisation");
        assertThat(shell.path("x")).doesNotExist();
    }
}
