package dev.starling.testnet.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import dev.starling.testnet.up.Registry.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryTest {
    private static final Entry ALDER = new Entry("alder", "127.0.0.1:7001", 256, 4711, "2026-01-01T00:00:00Z");
    private static final Entry BIRCH = new Entry("birch", "127.0.0.1:7002", 256, 0, null);

    @TempDir
    Path directory;

    private static Registry registry() {
        return new Registry(Registry.FORMAT, "00ff", 100, List.of(ALDER, BIRCH));
    }

    @Test
    void whatWasWrittenIsReadAgain() throws NodeFailure {
        assertThat(Registry.isIn(directory)).isFalse();
        registry().write(directory);
        assertThat(Registry.isIn(directory)).isTrue();
        assertThat(Registry.read(directory)).isEqualTo(registry());
        registry().with(ALDER.with(0, null)).write(directory);
        assertThat(Registry.read(directory).member("alder").pid()).isZero();
        assertThat(Registry.read(directory).member("birch")).isEqualTo(BIRCH);
    }

    @Test
    void whereThereIsNoneIsSaidHowToStartOne() {
        assertThatThrownBy(() -> Registry.read(directory))
                .isInstanceOfSatisfying(
                        NodeFailure.class, failure -> assertThat(failure.code()).isEqualTo(ExitCode.CONFIGURATION))
                .hasMessageContainingAll(directory.toString(), "`starling testnet up`");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"format\": 1, \"federation\": \"00\", \"slots\": 1, \"mem",
                "{\"format\": 2, \"federation\": \"00\", \"slots\": 1, \"members\": []}",
                "{\"format\": 1, \"federation\": \"00\", \"slots\": 1, \"members\": [null]}",
                "{\"format\": 1, \"federation\": \"00\", \"slots\": 1, \"members\": [], \"more\": 1}",
            })
    void aDamagedFileIsNamedWithTheRemedyInOneLine(String content) throws IOException {
        Path file = Files.writeString(directory.resolve("testnet.json"), content);
        assertThatThrownBy(() -> Registry.read(directory))
                .isInstanceOfSatisfying(
                        NodeFailure.class, failure -> assertThat(failure.code()).isEqualTo(ExitCode.CONFIGURATION))
                .hasMessageStartingWith(file + ": cannot be used (")
                .hasMessageEndingWith("run `starling testnet up` again")
                .hasMessageNotContaining("\n");
    }

    @Test
    void aMemberThatIsUnknownIsToldFromThoseThatAre() {
        assertThatThrownBy(() -> registry().member("adler"))
                .isInstanceOf(NodeFailure.class)
                .hasMessageContainingAll("\"adler\"", "alder, birch");
    }
}
