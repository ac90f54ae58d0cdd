package dev.starling.testnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class VerbTest {
    @TempDir
    Path directory;

    /** Takes a directory and fails, after it has written something or before. */
    @Command(name = "fail")
    private static final class Failing extends Verb {
        private final @Nullable Path chosen;
        private final boolean writes;
        private @Nullable Path taken;

        Failing(@Nullable Path chosen, boolean writes) {
            this.chosen = chosen;
            this.writes = writes;
        }

        @Override
        protected Answer run() throws NodeFailure {
            Path free = freeDirectory(chosen, "starling-verb-test-");
            taken = free;
            try {
                if (writes) {
                    Files.writeString(free.resolve("log"), "as far as it went");
                }
            } catch (IOException e) {
                throw NodeFailure.of(e);
            }
            throw new NodeFailure(ExitCode.DATA, "no; yes");
        }

        Path failed() {
            StringWriter text = new StringWriter();
            int code = new CommandLine(this)
                    .setOut(new PrintWriter(text))
                    .setErr(new PrintWriter(text))
                    .execute();
            assertThat(code).isEqualTo(4);
            assertThat(text.toString()).isEqualToIgnoringNewLines("fail: no; yes");
            return Objects.requireNonNull(taken);
        }
    }

    @Test
    void aTemporaryDirectoryIsGoneWhenTheCommandFailsBeforeItWroteAnything() {
        assertThat(new Failing(null, false).failed()).doesNotExist();
    }

    @Test
    void aTemporaryDirectoryWithLogsStaysForWhoeverLooksForTheReason() throws IOException {
        Path left = new Failing(null, true).failed();
        assertThat(left).isDirectoryContaining("glob:**/log");
        Files.delete(left.resolve("log"));
        Files.delete(left);
    }

    @Test
    void aChosenDirectoryStaysAsItWas() {
        assertThat(new Failing(directory, false).failed()).isEqualTo(directory).isEmptyDirectory();
    }
}
