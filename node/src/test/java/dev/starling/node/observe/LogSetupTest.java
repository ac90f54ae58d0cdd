package dev.starling.node.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LogSetupTest {
    private static final Logger LOG = LoggerFactory.getLogger("starling");

    @TempDir
    Path directory;

    @AfterEach
    void restore() {
        LogSetup.configure("warn", false);
    }

    private LogSetup.LogFile file(long bytes, int kept) {
        return new LogSetup.LogFile(directory.resolve("node.log"), bytes, kept);
    }

    @Test
    void aFileTakesTheLogAndIsForItsOwnerOnly() throws IOException {
        LogSetup.configure("info", true, file(1_000_000, 2));
        LOG.info("a word");

        Path log = directory.resolve("node.log");
        assertThat(new ObjectMapper().readTree(log.toFile()).toString()).contains("a word");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
                .isEqualTo("rw-------");
    }

    @Test
    void theLevelChangesWhileItRuns() throws IOException {
        LogSetup.configure("info", false, file(1_000_000, 2));
        LOG.debug("before");
        LogSetup.setLevel("debug");
        LOG.debug("after");

        assertThat(LogSetup.level()).isEqualTo("debug");
        assertThat(Files.readString(directory.resolve("node.log")))
                .contains("after")
                .doesNotContain("before");
    }

    @Test
    void aFileThatHasGrownIsSetAsideAndTheOldestIsDropped() throws IOException {
        for (int k = 1; k <= 4; k++) {
            LogSetup.configure("info", false, file(1, 2));
            LOG.info("line {}", k);
        }

        assertThat(Files.readString(directory.resolve("node.log"))).contains("line 4");
        assertThat(Files.readString(directory.resolve("node.log.1"))).contains("line 3");
        assertThat(Files.readString(directory.resolve("node.log.2"))).contains("line 2");
        assertThat(directory.resolve("node.log.3")).doesNotExist();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("node.log.2"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aPlaceThatCannotBeWrittenIsRefusedAndTheLogStaysWhereItWas() throws IOException {
        LogSetup.configure("info", false, file(1_000_000, 2));

        assertThatThrownBy(() ->
                        LogSetup.configure("info", false, new LogSetup.LogFile(directory.resolve("no/node.log"), 1, 1)))
                .isInstanceOf(IOException.class);
        LOG.info("still here");
        assertThat(Files.readString(directory.resolve("node.log"))).contains("still here");
    }
}
