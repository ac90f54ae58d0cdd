package dev.starling.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.node.site.Federation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing runs at a site before somebody there has accepted exactly that. */
final class CharterAcceptTest {
    @TempDir
    Path directory;

    private Shell shell;
    private String hash;

    @BeforeEach
    void joinWithoutAccepting() throws Exception {
        shell = new Shell(directory);
        shell.federation("north");
        shell.member("west", 50);
        try (Federation federation = shell.open("north");
                Doorkeeper north = new Doorkeeper(federation)) {
            hash = federation.roster().federation().hex();
            String invitation = Shell.invitation(federation, north.address());
            Shell.Result joined = west("join", "--timeout", "20s", invitation).succeeded();
            assertThat(joined.out()).contains("charter accept " + hash.substring(0, 16));
        }
    }

    private Shell.Result west(String... words) {
        String[] all = new String[words.length + 2];
        System.arraycopy(words, 0, all, 0, words.length);
        all[words.length] = "--dir";
        all[words.length + 1] = shell.dir("west");
        return shell.execute(all);
    }

    private boolean accepted() {
        return west("charter", "show", "--json").json().get("accepted").asBoolean();
    }

    @Test
    void aNodeDoesNotRunWhatNobodyAtItsSiteHasAccepted() {
        Shell.Result refused = west("run", "--quiet");

        assertThat(refused.code()).isEqualTo(6);
        assertThat(refused.err())
                .contains("\"pilot\" was not accepted at this site yet")
                .contains("charter show");
        assertThat(accepted()).isFalse();
        assertThat(west("charter", "show").out()).contains("not at this site");
    }

    @Test
    void whoAcceptsNamesTheHash() throws IOException {
        assertThat(west("charter", "accept").code()).isEqualTo(2);
        assertThat(west("charter", "accept", hash.substring(0, 7)).code()).isEqualTo(2);
        assertThat(west("charter", "accept", "g".repeat(8)).code()).isEqualTo(2);
        assertThat(west("charter", "accept", "0".repeat(64)).code()).isEqualTo(6);
        assertThat(accepted()).isFalse();

        assertThat(west("charter", "accept", hash.substring(0, 8)).succeeded().out())
                .contains("Accepted \"pilot\"");

        assertThat(accepted()).isTrue();
        assertThat(Files.readAllBytes(shell.path("west/charter.accepted")))
                .isEqualTo(Files.readAllBytes(shell.path("west/charter.toml")));
    }

    @Test
    void theFounderAcceptedBySigning() {
        assertThat(shell.execute("charter", "show", "--dir", shell.dir("north"), "--json")
                        .json()
                        .get("accepted")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void aCharterThatWasAlteredIsRefusedWithTheLinesThatDiffer() throws IOException {
        west("charter", "accept", hash).succeeded();
        String charter = shell.read("west/charter.toml");
        assertThat(charter).contains("\nrate = ");
        shell.write("west/charter.toml", charter.replaceFirst("\nrate = .*", "\nrate = 0.75"));
        Shell.Result refused = west("run", "--quiet");

        assertThat(refused.code()).isEqualTo(6);
        assertThat(refused.err())
                .contains("is not the charter that was accepted at this site")
                .containsPattern("  accepted, line [0-9]+: rate = 0\\.[0-9]+\n")
                .containsPattern("  now, line [0-9]+: rate = 0\\.75\n");
        assertThat(refused.err().lines().filter(line -> line.matches("  (accepted|now), .*")))
                .hasSize(2);
        assertThat(west("charter", "accept", hash).code())
                .as("what no founder signed cannot be accepted")
                .isEqualTo(3);
    }
}
