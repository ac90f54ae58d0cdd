package dev.starling.node.learning;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeArithmeticTest {
    /** Started in a process of its own, because ND4J starts once a process. */
    static final class Probe {
        private Probe() {}

        public static void main(String[] args) {
            try {
                NativeArithmetic.start();
                System.out.println("started");
            } catch (LearningException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void aPlatformWithoutANativeLibraryIsNamedTogetherWithTheRemedy(@TempDir Path cache) throws Exception {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dorg.bytedeco.javacpp.platform=plan9-mips",
                        "-D" + NativeArithmetic.CACHE_PROPERTY + "=" + cache,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Probe.class.getName()))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(output)
                .contains("the native arithmetic library (ND4J) does not start on " + System.getProperty("os.name"))
                .contains("or name another directory with -Dstarling.native.cache=DIRECTORY")
                .contains(cache.toString());
    }
}
