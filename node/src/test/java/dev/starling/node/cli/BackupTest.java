package dev.starling.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
    @TempDir
    Path root;

    private Shell shell;

    @BeforeEach
    void member() {
        shell = new Shell(root);
        shell.federation("north");
        shell.write("north/models/released-" + "ab".repeat(32) + ".model", "a model");
        shell.write("north/state/checkpoint", "what must not come back");
    }

    private Shell.Result backup() {
        return shell.execute("backup", "--dir", shell.dir("north"), "--out", shell.dir("b.zip"));
    }

    private Shell.Result restore(String into) {
        return shell.execute("restore", "--dir", shell.dir(into), shell.dir("b.zip"));
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void whatIsRestoredIsTheMemberWithoutItsStateAndForItsOwnerOnly() throws IOException {
        assertThat(backup().succeeded().out()).contains("for its owner only");
        restore("again").succeeded();

        for (String name : new String[] {
            "identity.p12",
            "starling.toml",
            "charter.toml",
            "charter.sig",
            "models/released-" + "ab".repeat(32) + ".model"
        }) {
            assertThat(shell.path("again/" + name)).as(name).hasSameBinaryContentAs(shell.path("north/" + name));
        }
        assertThat(shell.path("again/state")).doesNotExist();
        assertThat(permissions(shell.path("b.zip"))).isEqualTo("rw-------");
        assertThat(permissions(shell.path("again"))).isEqualTo("rwx------");
        assertThat(permissions(shell.path("again/identity.p12"))).isEqualTo("rw-------");
        assertThat(shell.execute("charter", "show", "--dir", shell.dir("again"))
                        .succeeded()
                        .out())
                .contains("pilot");
    }

    @Test
    void nothingThatIsThereIsOverwritten() {
        backup().succeeded();
        Map<String, String> before = shell.listing();

        assertThat(backup().code()).isEqualTo(6);
        assertThat(restore("north").code()).isEqualTo(6);
        assertThat(shell.listing()).isEqualTo(before);
    }

    @Test
    void whatIsNoBackupOrDamagedIsRefusedAndLeavesNothing() throws IOException {
        backup().succeeded();
        byte[] sound = Files.readAllBytes(shell.path("b.zip"));
        byte[] damaged = sound.clone();
        damaged[sound.length / 4] ^= 1;
        byte[] cut = java.util.Arrays.copyOf(sound, sound.length / 8);
        for (byte[] bad :
                new byte[][] {damaged, cut, "not a zip".getBytes(java.nio.charset.StandardCharsets.US_ASCII)}) {
            Files.write(shell.path("b.zip"), bad);
            Map<String, String> before = shell.listing();

            Shell.Result result = restore("again");

            assertThat(result.code()).as(result.err()).isEqualTo(3);
            assertThat(result.err()).contains("b.zip: cannot be restored").doesNotContain("\tat ");
            assertThat(shell.listing()).isEqualTo(before);
        }
    }

    @Test
    void anArchiveCannotWriteOutsideItsDirectory() throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(shell.path("b.zip")))) {
            for (String name : new String[] {"starling-backup", "models/../../escaped"}) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write("1\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                zip.closeEntry();
            }
        }
        Map<String, String> before = shell.listing();

        assertThat(restore("again").err()).contains("something that no backup holds");
        assertThat(shell.listing()).isEqualTo(before);
    }
}
