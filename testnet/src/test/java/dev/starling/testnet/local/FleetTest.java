package dev.starling.testnet.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.starling.node.site.NodeFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private NodeProcess start(Fleet fleet, String name, String... arguments) throws NodeFailure {
        return fleet.start(name, FakeNode.command(arguments), directory.resolve(name + ".log"));
    }

    private static String log(NodeProcess node) throws IOException {
        return Files.readString(node.log());
    }

    @Test
    void whatAProcessPrintsOnEitherStreamIsInItsLog() throws Exception {
        try (Fleet fleet = new Fleet()) {
            NodeProcess node = start(fleet, "Alder", "say", "one", "two");
            node.awaitGoodEnd(LONG);
            assertThat(log(node).lines()).contains("one", "two");
            assertThat(node.exit()).hasValue(0);
        }
    }

    @Test
    void aProcessComputesOnOneThreadOfItsNativeLibrary() throws Exception {
        try (Fleet fleet = new Fleet()) {
            NodeProcess node = start(fleet, "Alder", "threads");
            node.awaitGoodEnd(LONG);
            assertThat(log(node).strip()).isEqualTo("1");
        }
    }

    @Test
    void aDeadProcessIsReportedByNameCodeLogAndLastWords() throws Exception {
        try (Fleet fleet = new Fleet()) {
            NodeProcess node = start(fleet, "Cedar", "die");
            await().atMost(LONG).until(() -> !node.running());
            assertThatThrownBy(node::requireRunning)
                    .isInstanceOf(NodeFailure.class)
                    .hasMessageContainingAll("Cedar", "code 9", node.log().toString(), "cannot go on");
            assertThatThrownBy(() -> node.awaitGoodEnd(LONG)).hasMessageContaining("code 9");
        }
    }

    @Test
    void whatMemoryAProcessHadIsKnownWhileItRunsWhereTheSystemTells() throws Exception {
        try (Fleet fleet = new Fleet()) {
            NodeProcess node = start(fleet, "Elm", "stay");
            await().atMost(LONG).until(() -> log(node).contains("here"));
            if (Files.exists(Path.of("/proc/self/status"))) {
                assertThat(node.peakMemoryBytes().orElseThrow()).isBetween(5_000_000L, 5_000_000_000L);
            }
            node.killNow();
            await().atMost(LONG).until(() -> !node.running());
            assertThat(node.peakMemoryBytes()).isEmpty();
        }
    }

    @Test
    void aProcessThatDoesNotEndInTimeIsReported() throws Exception {
        try (Fleet fleet = new Fleet()) {
            NodeProcess node = start(fleet, "Elm", "stay");
            assertThatThrownBy(() -> node.awaitGoodEnd(Duration.ofMillis(1)))
                    .isInstanceOf(NodeFailure.class)
                    .hasMessageContainingAll("Elm", node.log().toString());
        }
    }

    @Test
    void closingEndsEveryProcessAlsoOneThatClings() throws Exception {
        NodeProcess stays;
        NodeProcess clings;
        try (Fleet fleet = new Fleet()) {
            stays = start(fleet, "Stays", "stay");
            clings = start(fleet, "Clings", "cling");
            await().atMost(LONG)
                    .until(() -> log(stays).contains("here") && log(clings).contains("here"));
            assertThat(fleet.running()).containsExactly(stays, clings);
        }
        assertThat(stays.running()).isFalse();
        assertThat(clings.running()).isFalse();
    }

    @Test
    void aClosedFleetStartsNothing() {
        Fleet fleet = new Fleet();
        fleet.close();
        assertThatThrownBy(() -> start(fleet, "Late", "stay")).isInstanceOf(IllegalStateException.class);
        assertThat(directory.resolve("Late.log")).doesNotExist();
    }

    @Test
    void aProgramThatIsMissingIsAFailureThatNamesIt() {
        try (Fleet fleet = new Fleet()) {
            assertThatThrownBy(() ->
                            fleet.start("Alder", java.util.List.of("/no/such/program"), directory.resolve("alder.log")))
                    .isInstanceOf(NodeFailure.class)
                    .hasMessageContaining("/no/such/program");
        }
    }

    @Test
    void anInterruptedLauncherLeavesNoProcessBehind() throws Exception {
        try (Fleet fleet = new Fleet()) {
            NodeProcess launcher = start(
                    fleet, "Launcher", "launch", directory.resolve("child.log").toString());
            await().atMost(LONG).until(() -> log(launcher).contains("here"));
            long child = Long.parseLong(log(launcher)
                    .lines()
                    .filter(line -> line.startsWith("child "))
                    .findFirst()
                    .orElseThrow()
                    .substring("child ".length()));
            assertThat(ProcessHandle.of(child)).get().matches(ProcessHandle::isAlive);
            launcher.terminate();
            await().atMost(LONG)
                    .until(() -> ProcessHandle.of(child)
                            .map(process -> !process.isAlive())
                            .orElse(true));
        }
    }
}
