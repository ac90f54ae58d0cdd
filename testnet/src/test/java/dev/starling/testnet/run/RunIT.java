package dev.starling.testnet.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.starling.testnet.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Federations of three processes of the node's JAR, from data to verdict. */
class RunIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String[] EXPERIMENT = {
        "testnet", "run", "--data", "breast-cancer", "--nodes", "3", "--split", "dirichlet:0.2", "--seed", "4", "--json"
    };

    @TempDir
    Path directory;

    private static String[] experiment(String... more) {
        List<String> all = new ArrayList<>(List.of(EXPERIMENT));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    @Test
    void theSameCommandGivesTheSameSplitTheSameCharterAndNearlyTheSameScores() throws Exception {
        Path first = directory.resolve("first");
        Path second = directory.resolve("second");
        JsonNode report = run("--slots", "10", "--out", first.toString());
        JsonNode again = run("--slots", "10", "--no-keep", "--out=" + second);

        assertThat(report.fieldNames())
                .toIterable()
                .contains("members", "mean", "worst", "meanAlone", "pooled", "metric", "provenance", "curves")
                .contains("verdict", "slots", "seed", "consensusDistance", "peakMemoryBytes");
        assertThat(report.path("mean").asDouble())
                .as("mean, against alone")
                .isGreaterThan(report.path("meanAlone").asDouble());
        assertThat(report.path("slots").asInt()).isEqualTo(10);
        JsonNode together = report.path("federatedMetrics");
        assertThat(together.path("members").asInt())
                .as("members whose hold-outs are in %s", together)
                .isEqualTo(3);
        assertThat(together.path("rows").asInt())
                .isEqualTo(report.at("/heldOut/rows").asInt())
                .isGreaterThan(80);
        assertThat(together.path("score").asDouble())
                .isCloseTo(report.at("/heldOut/pooled").asDouble(), within(0.1));
        assertThat(report.path("peakMemoryBytes")).hasSize(3);
        JsonNode provenance = report.path("provenance");
        assertThat(provenance.path("command").asText())
                .isEqualTo("starling " + String.join(" ", EXPERIMENT) + " --slots 10");

        assertThat(names(first))
                .containsExactlyInAnyOrder(
                        "charter.toml", "logs", "nodes", "report.html", "report.json", "scores.csv", "tests");
        assertThat(names(second))
                .containsExactlyInAnyOrder("charter.toml", "logs", "report.html", "report.json", "scores.csv");
        assertThat(names(first.resolve("logs"))).containsExactlyInAnyOrder("node-0.log", "node-1.log", "node-2.log");
        assertThat(new ObjectMapper()
                        .readTree(first.resolve("report.json").toFile())
                        .path("mean"))
                .isEqualTo(report.path("mean"));
        assertThat(Files.readAllLines(first.resolve("scores.csv")))
                .startsWith("slot,member,score")
                .hasSizeGreaterThan(9);

        for (String hash : List.of("charterHash", "dataHash", "split", "model")) {
            assertThat(again.path("provenance").path(hash)).as(hash).isEqualTo(provenance.path(hash));
        }
        assertThat(again.findValues("classRows")).isEqualTo(report.findValues("classRows"));
        assertThat(again.path("meanAlone")).isEqualTo(report.path("meanAlone"));
        assertThat(again.path("pooled")).isEqualTo(report.path("pooled"));
        assertThat(second.resolve("charter.toml")).hasSameBinaryContentAs(first.resolve("charter.toml"));
        for (int member = 0; member < 3; member++) {
            assertThat(again.at("/members/" + member + "/federated").asDouble())
                    .isCloseTo(report.at("/members/" + member + "/federated").asDouble(), within(0.05));
        }
        assertThat(Program.nodesBelow(directory)).isEmpty();
    }

    private JsonNode run(String... more) throws IOException, InterruptedException {
        return new ObjectMapper()
                .readTree(Program.run(directory, experiment(more)).good());
    }

    private static List<String> names(Path below) throws IOException {
        try (var paths = Files.list(below)) {
            return paths.map(path -> String.valueOf(path.getFileName())).toList();
        }
    }

    @Test
    void aNodeThatIsKilledEndsTheRunWithItsNameAndItsLogAndNoProcessIsLeft() throws Exception {
        Path out = directory.resolve("out");
        Path log = out.resolve("logs").resolve("node-1.log");
        try (Program program = Program.start(
                directory,
                experiment("--slots", "100", "--steps", "1", "--min-slot-millis", "500", "--out", out.toString()))) {
            await("the node trains")
                    .atMost(PATIENCE)
                    .until(() -> Files.exists(log) && Files.readString(log).contains("training"));
            ProcessHandle victim =
                    Program.nodesBelow(out.resolve("nodes").resolve("node-1")).get(0);
            victim.destroyForcibly();

            Program.Ended ended = program.end();
            assertThat(ended.code()).isEqualTo(1);
            assertThat(ended.err().lines().reduce((before, last) -> last).orElseThrow())
                    .startsWith("starling testnet run: the node of node-1 ended with code 137; see " + log);
            assertThat(new ObjectMapper()
                            .readTree(ended.out())
                            .at("/error/code")
                            .asInt())
                    .isEqualTo(1);
        }
        assertThat(Program.nodesBelow(directory)).isEmpty();
        assertThat(names(out)).containsExactly("logs");
        assertThat(names(out.resolve("logs"))).hasSize(3);
    }
}
