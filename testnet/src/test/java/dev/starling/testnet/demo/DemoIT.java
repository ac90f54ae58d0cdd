package dev.starling.testnet.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration as its users start it: the built JARs, in processes. */
class DemoIT {
    /**
     * One seed of many: that nobody is worse off is no law. Where a hospital's own model happens to fit the test rows better
     * than the pooled one does, about one draw in twenty-five, it fails.
     */
    private static final String SEED = "3";

    private static final double ONE_TEST_ROW = 1.0 / 114;
    private static final double ROUNDING = 1e-9;
    private static final Duration AT_MOST = Duration.ofMinutes(3);

    @TempDir
    Path directory;

    private Optional<Process> launcher = Optional.empty();

    private Path out() {
        return directory.resolve("out");
    }

    private Path printed() {
        return directory.resolve("standard-output");
    }

    private Path errors() {
        return directory.resolve("standard-error");
    }

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dstarling.node.jar=" + System.getProperty("starling.node.jar"),
                "-jar",
                System.getProperty("starling.testnet.jar"),
                "demo",
                "--out",
                out().toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectOutput(printed().toFile())
                .redirectError(errors().toFile())
                .start();
        launcher = Optional.of(process);
        return process;
    }

    /** Node processes on the directories of this test. */
    private List<ProcessHandle> nodes() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains("starling-node.jar") && line.contains(out().toString()))
                        .isPresent())
                .toList();
    }

    @AfterEach
    void endTheLauncher() throws InterruptedException {
        if (launcher.isPresent()) {
            launcher.get().destroy();
            launcher.get().waitFor(AT_MOST.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Test
    void sixHospitalsLearnTogetherWhatNoneLearnsAloneWhileOneComesLateAndOneLeaves() throws Exception {
        Process process = start("--seed", SEED, "--json");
        assertThat(process.waitFor(AT_MOST.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(errors())).isZero();

        JsonNode report = new ObjectMapper().readTree(printed().toFile());
        List<JsonNode> members = StreamSupport.stream(report.path("members").spliterator(), false)
                .toList();
        assertThat(members)
                .extracting(member -> member.path("name").asText())
                .containsExactly("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir");
        assertThat(members).allSatisfy(member -> {
            assertThat(member.path("federated").asDouble())
                    .as("%s federated, against alone", member.path("name").asText())
                    .isGreaterThanOrEqualTo(member.path("alone").asDouble() - ONE_TEST_ROW - ROUNDING);
            assertThat(member.path("bytesSent").asLong()).isGreaterThan(10_000);
            assertThat(member.path("curve")).hasSizeGreaterThan(5);
        });
        assertThat(report.path("mean").asDouble() - report.path("meanAlone").asDouble())
                .isGreaterThanOrEqualTo(0.05);
        assertThat(report.path("worst").asDouble())
                .isGreaterThanOrEqualTo(report.path("pooled").asDouble() - 0.03);
        assertThat(report.path("consensusDistance").asDouble()).isBetween(0.0, 0.1);
        assertThat(report.path("slots").asInt()).isEqualTo(40);
        assertThat(report.path("seed").asLong()).isEqualTo(Long.parseLong(SEED));
        assertThat(report.path("verdict").asText()).isNotEmpty();

        JsonNode together = report.path("federatedMetrics");
        assertThat(together.path("members").asInt())
                .as("members whose hold-outs are in %s", together)
                .isBetween(3, 6);
        assertThat(report.at("/heldOut/rows").asInt())
                .isEqualTo(72)
                .isGreaterThanOrEqualTo(together.path("rows").asInt());
        assertThat(together.path("score").asDouble()).isGreaterThan(0.85);

        JsonNode fir = members.get(5);
        assertThat(fir.path("late").asBoolean()).isTrue();
        assertThat(fir.path("slots").asInt()).isBetween(5, 25);
        JsonNode dogwood = members.get(3);
        assertThat(dogwood.path("left").asBoolean()).isTrue();
        assertThat(dogwood.path("slots").asInt()).isCloseTo(28, within(4));

        assertThat(Path.of(report.path("report").asText())).isNotEmptyFile().hasParent(out());
        assertThat(out().resolve("logs")).isDirectoryContaining("glob:**/fir.log");
        assertThat(nodes()).isEmpty();
    }

    @Test
    void aNodeThatIsKilledEndsTheDemonstrationWithItsNameAndItsLogAndNoProcessIsLeft() throws Exception {
        Process process = start("--seed", SEED);
        Path log = out().resolve("logs").resolve("cedar.log");
        await().atMost(AT_MOST)
                .until(() -> Files.exists(log) && Files.readString(log).contains("training"));
        ProcessHandle cedar = nodes().stream()
                .filter(node -> node.info().commandLine().orElse("").contains("cedar"))
                .findFirst()
                .orElseThrow();
        cedar.destroyForcibly();

        assertThat(process.waitFor(AT_MOST.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(Files.readString(errors())).contains("the node of Cedar ended with code", log.toString());
        assertThat(printed()).isEmptyFile();
        assertThat(nodes()).isEmpty();
    }
}
