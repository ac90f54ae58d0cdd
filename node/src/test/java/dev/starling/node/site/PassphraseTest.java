package dev.starling.node.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PassphraseTest {
    @TempDir
    Path root;

    private final List<String> warnings = new ArrayList<>();

    private Path file(String content, String permissions) throws Exception {
        Path file = Files.write(root.resolve("pass"), content.getBytes(StandardCharsets.UTF_8));
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    @ParameterizedTest
    @ValueSource(strings = {"grüße 7", "grüße 7\n", "grüße 7\r\n", "grüße 7\nsecond line\n"})
    void theFirstLineIsThePassphraseWithoutItsEnd(String content) throws Exception {
        try (Passphrase passphrase = Passphrase.read(file(content, "rw-------"), warnings::add)) {
            assertThat(passphrase.chars()).containsExactly("grüße 7".toCharArray());
        }
        assertThat(warnings).isEmpty();
    }

    @Test
    void closingWipesIt() throws Exception {
        Passphrase passphrase = Passphrase.read(file("secret", "rw-------"), warnings::add);
        char[] chars = passphrase.chars();

        passphrase.close();

        assertThat(chars).containsOnly('\0');
        assertThat(passphrase.toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--"})
    void aFileThatOthersMayReadIsWorthAWarning(String permissions) throws Exception {
        Passphrase.read(file("secret", permissions), warnings::add).close();

        assertThat(warnings).singleElement().asString().contains("chmod 600").doesNotContain("secret");
    }

    @Test
    void bytesThatAreNoTextAreRefused() throws Exception {
        Path file = Files.write(root.resolve("binary"), new byte[] {(byte) 0xFF, (byte) 0xFE, 1});

        assertThatExceptionOfType(NodeFailure.class)
                .isThrownBy(() -> Passphrase.read(file, warnings::add))
                .withMessageContaining("UTF-8")
                .matches(failure -> failure.code() == ExitCode.CONFIGURATION);
    }

    @Test
    void theOptionGoesBeforeTheVariable() throws Exception {
        Map<String, String> environment = Map.of(Passphrase.VARIABLE, "from-variable");

        assertThat(Passphrase.file(Path.of("from-option"), environment::get)).contains(Path.of("from-option"));
        assertThat(Passphrase.file(null, environment::get)).contains(Path.of("from-variable"));
        assertThat(Passphrase.file(null, name -> null)).isEqualTo(Optional.empty());
    }

    @Test
    void whoGaveNeitherIsToldBoth() {
        assertThat(Passphrase.missing().message()).contains(Passphrase.OPTION).contains(Passphrase.VARIABLE);
    }
}
