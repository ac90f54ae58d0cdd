package dev.starling.testnet.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.starling.testnet.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A federation that outlives the commands that it is handled with. */
class UpIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private Path here() {
        return directory.resolve("here");
    }

    private Program.Ended testnet(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("testnet"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--dir", here().toString(), "--json"));
        return Program.run(directory, all.toArray(String[]::new));
    }

    private JsonNode member(int number) throws IOException, InterruptedException {
        return new ObjectMapper()
                .readTree(testnet("status").good())
                .path("members")
                .get(number);
    }

    @AfterEach
    void endWhatATestHasLeft() {
        Program.nodesBelow(here()).forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void membersAreKilledBroughtBackInTheSameLifeAndStopped() throws Exception {
        JsonNode up = new ObjectMapper()
                .readTree(testnet(
                                "up",
                                "--data",
                                "breast-cancer",
                                "--nodes",
                                "3",
                                "--slots",
                                "0",
                                "--min-slot-millis",
                                "50")
                        .good());
        assertThat(up.path("members")).hasSize(3).allSatisfy(member -> {
            assertThat(member.path("running").asBoolean()).isTrue();
            assertThat(member.path("status").path("phase").asText()).isNotEmpty();
        });
        assertThat(Program.nodesBelow(here())).hasSize(3);

        await("a member has learnt")
                .atMost(PATIENCE)
                .until(() -> member(1).at("/status/slot").asInt() >= 5);
        JsonNode before = member(1);
        testnet("kill", "node-1").good();
        JsonNode dead = member(1);
        assertThat(dead.path("running").asBoolean()).isFalse();
        assertThat(dead.path("status").isNull()).isTrue();
        assertThat(Program.nodesBelow(here())).hasSize(2);
        assertThat(testnet("kill", "node-1").code()).isEqualTo(1);

        testnet("restart", "node-1").good();
        JsonNode back = member(1);
        assertThat(back.at("/status/life")).isEqualTo(before.at("/status/life"));
        assertThat(back.at("/status/slot").asInt())
                .isGreaterThanOrEqualTo(before.at("/status/slot").asInt());
        assertThat(back.path("pid")).isNotEqualTo(before.path("pid"));

        assertThat(testnet("up").code()).isEqualTo(6);
        assertThat(Program.nodesBelow(here())).hasSize(3);
        testnet("down", "--remove").good();
        assertThat(Program.nodesBelow(here())).isEmpty();
        assertThat(here()).doesNotExist();
    }

    @Test
    void aPortOfTheRangeThatIsTakenLeavesNothingBehind() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Program.Ended ended = testnet(
                    "up",
                    "--data",
                    "breast-cancer",
                    "--nodes",
                    "2",
                    "--port",
                    String.valueOf(Math.min(taken.getLocalPort(), 65_534)));
            assertThat(ended.code()).isEqualTo(5);
            assertThat(ended.err()).contains("port " + taken.getLocalPort() + " of ", " is in use; ");
        }
        assertThat(here()).doesNotExist();
        assertThat(Program.nodesBelow(here())).isEmpty();
    }
}
