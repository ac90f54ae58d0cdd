package dev.starling.node.site;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFileTest {
    @TempDir
    Path root;

    @Test
    void aNewFileNeverTakesThePlaceOfAnother() throws IOException {
        Path file = root.resolve("a");
        DurableFile.create(file, "first".getBytes(UTF_8));

        assertThatExceptionOfType(FileAlreadyExistsException.class)
                .isThrownBy(() -> DurableFile.create(file, "second".getBytes(UTF_8)));
        assertThat(file).hasContent("first");
        assertThat(root.toFile().list()).containsExactly("a");
    }

    @Test
    void aLinkToNowhereIsNotWrittenThrough() throws IOException {
        Path link = Files.createSymbolicLink(root.resolve("link"), root.resolve("target"));

        assertThatExceptionOfType(FileAlreadyExistsException.class)
                .isThrownBy(() -> DurableFile.create(link, new byte[1]));
        assertThat(root.resolve("target")).doesNotExist();
    }

    @Test
    void aReplacedFileHasTheNewContentAndLeavesNothingElse() throws IOException {
        Path file = root.resolve("a");
        DurableFile.replace(file, "first".getBytes(UTF_8));
        DurableFile.replace(file, "second".getBytes(UTF_8));

        assertThat(file).hasContent("second");
        assertThat(root.toFile().list()).containsExactly("a");
    }

    @Test
    void aFailedReplacementKeepsTheOldOneAndLeavesNothingElse() throws IOException {
        Path directory = root.resolve("taken");
        Files.createDirectories(directory.resolve("inside"));

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> DurableFile.replace(directory, new byte[1]));
        assertThat(directory.resolve("inside")).isDirectory();
        assertThat(root.toFile().list()).containsExactly("taken");
    }
}
