package dev.starling.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.starling.node.backup.Backup;
import dev.starling.node.observe.Advice;
import dev.starling.node.observe.StatusReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A member on another machine: its directory moved, its backup restored, or both of them at once. */
final class MoveTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private static void started(Pilot pilot, int members, int slot) throws Exception {
        for (int m = 0; m < members; m++) {
            pilot.start(m);
        }
        await().atMost(SOON)
                .until(() ->
                        pilot.nodes.stream().allMatch(node -> Pilot.status(node).slot() >= slot));
    }

    private static void catchesUp(Pilot pilot, Node again, int slot) {
        await().atMost(SOON)
                .until(() -> Pilot.status(again).slot() > slot + 3
                        && Pilot.status(again).slot()
                                >= Pilot.status(pilot.nodes.get(0)).slot() - 1);
    }

    @Test
    void aDirectoryThatMovedGoesOnInTheSameLifeAtAnotherAddress() throws Exception {
        try (Pilot pilot = new Pilot(directory, 2, 1000, 30)) {
            started(pilot, 2, 4);
            Node here = pilot.nodes.get(1);
            StatusReport before = Pilot.status(here);
            pilot.stop(here);
            Path there = directory.resolve("another/machine");
            Files.createDirectories(there.getParent());
            Files.move(pilot.directory(1), there);
            pilot.moved.put(1, there);

            Node again = pilot.start(1);

            assertThat(again.listeningAddress()).isNotEqualTo(here.listeningAddress());
            assertThat(Pilot.status(again).life()).isEqualTo(before.life());
            assertThat(Pilot.status(again).slot()).isGreaterThanOrEqualTo(before.slot());
            catchesUp(pilot, again, before.slot());
            assertThat(pilot.nodes).allSatisfy(node -> {
                assertThat(Pilot.status(node).voids()).isZero();
                assertThat(Pilot.status(node).peers())
                        .allSatisfy(peer -> assertThat(peer.state()).isEqualTo("alive"));
            });
        }
    }

    @Test
    void aMemberThatIsRestoredBeginsANewLifeAndNobodyTakesItForALiar() throws Exception {
        try (Pilot pilot = new Pilot(directory, 3, 1000, 30)) {
            started(pilot, 3, 12);
            Node lost = pilot.nodes.get(2);
            await().atMost(SOON).until(() -> Pilot.status(lost).consolidated() != null);
            StatusReport before = Pilot.status(lost);
            Files.writeString(pilot.directory(2).resolve("identity.p12"), "the keys of this test are elsewhere");
            Path backup = directory.resolve("backup.zip");
            Backup.write(pilot.directory(2), backup);
            await().atMost(SOON).until(() -> Pilot.status(lost).slot() > before.slot() + 3);
            int slot = Pilot.status(lost).slot();
            pilot.stop(lost);
            Path there = directory.resolve("restored");
            Backup.restore(backup, there);
            pilot.moved.put(2, there);

            Node again = pilot.start(2);

            assertThat(Pilot.status(again).life()).isGreaterThan(before.life());
            catchesUp(pilot, again, slot);
            assertThat(pilot.nodes)
                    .allSatisfy(node -> assertThat(Pilot.status(node).peers())
                            .allSatisfy(peer -> assertThat(peer.quarantined()).isFalse()));
        }
    }

    @Test
    void twoNodesWithOneKeyAreToldSo() throws Exception {
        try (Pilot pilot = new Pilot(directory, 3, 5000, 30)) {
            started(pilot, 3, 3);
            Node original = pilot.nodes.get(2);
            pilot.moved.put(2, directory.resolve("copy"));
            Node copy = pilot.start(2);

            await().atMost(SOON)
                    .until(() -> Pilot.status(original).advice().alarms().stream()
                                    .anyMatch(MoveTest::aboutTheKey)
                            || Pilot.status(copy).advice().alarms().stream().anyMatch(MoveTest::aboutTheKey));
        }
    }

    private static boolean aboutTheKey(Advice.Alarm alarm) {
        return alarm.code().equals("same_key_twice");
    }
}
