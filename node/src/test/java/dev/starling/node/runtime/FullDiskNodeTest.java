package dev.starling.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import dev.starling.node.store.TinyDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FullDiskNodeTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void aNodeWhoseDiskFillsUpEndsWithFileAndRemedyAndGoesOnInTheSameLifeWhenThereIsRoom() throws Exception {
        Path tiny = Files.createDirectories(directory.resolve("member1"));
        try (TinyDisk disk = TinyDisk.mount(tiny, 1);
                Pilot pilot = new Pilot(directory, 2, 0, 20)) {
            pilot.start(0);
            Node node = pilot.start(1);
            await().atMost(SOON).until(() -> Pilot.status(node).slot() >= 3);
            long life = Pilot.status(node).life();
            disk.fill();
            assertThatExceptionOfType(NodeFailure.class)
                    .isThrownBy(() -> node.awaitEnd(SOON.toMillis()))
                    .withMessageContaining(tiny.resolve("state").toString())
                    .withMessageContaining("No space left on device")
                    .withMessageContaining("check free space and permissions and start the node again")
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ExitCode.FAILED));
            node.close();
            pilot.nodes.remove(node);
            disk.empty();
            Node again = pilot.start(1);
            assertThat(Pilot.status(again).life()).isEqualTo(life);
            int slot = Pilot.status(again).slot();
            await().atMost(SOON).until(() -> Pilot.status(again).slot() > slot + 2);
            assertThat(Pilot.status(again).voids()).isZero();
            assertThat(Pilot.status(pilot.nodes.get(0)).voids()).isZero();
        }
    }
}
