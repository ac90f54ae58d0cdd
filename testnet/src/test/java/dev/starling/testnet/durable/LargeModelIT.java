package dev.starling.testnet.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.starling.node.admin.AdminClient;
import dev.starling.node.charter.Charter;
import dev.starling.testnet.federation.Site;
import dev.starling.testnet.local.Fleet;
import dev.starling.testnet.local.NodeProcess;
import dev.starling.testnet.local.NodeProgram;
import dev.starling.testnet.run.Heap;
import dev.starling.testnet.run.TrainingChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A pair of nodes with a large model, each within the heap that the documented formula gives it. A million parameters; with
 * {@code -Dstarling.units=7060} two hidden layers of that width, which are 50 million.
 */
final class LargeModelIT {
    private static final int UNITS = Integer.getInteger("starling.units", 984);
    private static final int SLOTS = Charter.Mixing.CONSOLIDATE_EVERY + 3;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @TempDir
    Path directory;

    @Test
    void twoNodesSwapALargeModelWithinTheirHeapAndOneComesBackFromAKill() throws Exception {
        TrainingChoice training = new TrainingChoice(List.of(UNITS, UNITS), 0, 1, 4, 0.01, null, 0.5, null, null, null);
        Founded founded = Founded.in(directory, 2, training, 1);
        int heap = Heap.megabytes(founded.charter(), founded.data());
        try (Fleet fleet = new Fleet()) {
            Site first = founded.sites().get(0);
            Site second = founded.sites().get(1);
            NodeProcess staying = start(fleet, first, heap, 1);
            NodeProcess victim = start(fleet, second, heap, 1);
            long from = System.nanoTime();
            awaitExchanges(List.of(staying, victim), SLOTS, first, second);
            double slotSeconds = (System.nanoTime() - from) / 1e9 / SLOTS;
            long life = status(second).path("life").asLong();
            long peak = staying.peakMemoryBytes().orElse(0);
            ProcessHandle.of(victim.id()).orElseThrow().destroyForcibly();
            victim = start(fleet, second, heap, 2);
            awaitExchanges(List.of(staying, victim), status(first).path("slot").asInt() + 2, first, second);
            assertThat(status(second).path("life").asLong()).isEqualTo(life);
            System.out.printf(
                    "%,d parameters: heap %d MB, resident at most %d and %d MB, state %d MB, %.1f s a slot%n",
                    founded.charter().parameters(),
                    heap,
                    Math.max(peak, staying.peakMemoryBytes().orElse(0)) >> 20,
                    victim.peakMemoryBytes().orElse(0) >> 20,
                    Files.size(first.directory().state().resolve("checkpoint")) >> 20,
                    slotSeconds);
        }
    }

    private static NodeProcess start(Fleet fleet, Site site, int heap, int time) throws Exception {
        Files.deleteIfExists(site.directory().adminAddress());
        List<String> command = NodeProgram.find()
                .computing(
                        heap,
                        "run",
                        "--quiet",
                        "--dir",
                        site.directory().root().toString(),
                        "--passphrase-file",
                        site.passphraseFile().toString());
        return fleet.start(site.name(), command, site.log().resolveSibling(site.name() + "-" + time + ".log"));
    }

    /** Both have published the slot and swapped what they hold. */
    private static void awaitExchanges(List<NodeProcess> nodes, int slot, Site... sites) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> {
                    for (NodeProcess node : nodes) {
                        node.requireRunning();
                    }
                    for (Site site : sites) {
                        JsonNode status = status(site);
                        boolean swapped = status.path("consensusDistance").isNumber();
                        if (!swapped || status.path("slot").asInt() < slot) {
                            return false;
                        }
                        assertThat(status.path("voids").asInt()).isZero();
                    }
                    return true;
                });
    }

    private static JsonNode status(Site site) throws IOException {
        return AdminClient.find(site.directory().adminAddress()).get("/v1/status");
    }
}
