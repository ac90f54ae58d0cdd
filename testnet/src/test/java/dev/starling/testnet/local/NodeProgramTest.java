package dev.starling.testnet.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeProgramTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:/a/testnet/target/classes/",
                "file:/a/testnet/target/starling-testnet.jar",
                "jar:file:/a/testnet/target/starling-testnet.jar!/BOOT-INF/classes!/",
                "jar:nested:/a/testnet/target/starling-testnet.jar/!BOOT-INF/classes/!/",
            })
    void theOwnDirectoryIsFoundWhicheverWayThisProgramWasPacked(String location) {
        assertThat(NodeProgram.directoryOf(location)).contains(Path.of("/a/testnet/target"));
    }

    @Test
    void aLocationThatIsNoFileLeadsNowhere() {
        assertThat(NodeProgram.directoryOf("https://example.org/starling.jar")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"17, false", "22, false", "23, true", "25, true"})
    void theFlagsOfNewReleasesAreGivenOnlyToThose(int release, boolean expected) {
        assertThat(NodeProgram.flags(release).contains("--sun-misc-unsafe-memory-access=allow"))
                .isEqualTo(expected);
    }

    @Test
    void theVerbComesAfterTheJar() {
        assertThat(new NodeProgram(Path.of("node.jar")).command("run", "--dir", "x"))
                .endsWith("-jar", "node.jar", "run", "--dir", "x");
    }

    @Test
    void whatConfiguresANodeOfSomebodysOwnDoesNotReachTheNodesOfATestnet() {
        Map<String, String> environment = new HashMap<>(
                Map.of("STARLING_NET_BIND", "0.0.0.0:7070", "STARLING_DIR", "/srv/starling", "PATH", "/bin"));
        NodeProgram.surround(environment);
        assertThat(environment).containsOnlyKeys("PATH", "OMP_NUM_THREADS");
    }
}
