package dev.starling.node.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.starling.crypto.channel.ChannelIdentity;
import dev.starling.crypto.identity.Identity;
import dev.starling.node.address.HostPort;
import dev.starling.node.finding.Finding;
import dev.starling.node.finding.Grade;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor's end-to-end test cannot cause, or not in a short time. */
class ChecksTest {
    private static final Room SMALL = new Room(10_000, 3, 4, 0.254, 5);
    private static final Room HUGE = new Room(1_000_000_000_000L, 3, 4, 0.254, 5);

    @Test
    void aModelThatDoesNotFitIntoThisMachineIsNamed(@TempDir Path directory) {
        assertThat(HUGE.heap(Runtime.getRuntime().maxMemory()))
                .satisfies(f -> assertThat(f.grade()).isEqualTo(Grade.FAIL))
                .satisfies(f -> assertThat(f.remedy()).contains("-Xmx"));
        assertThat(HUGE.disk(directory.resolve("not/there/yet")).grade()).isEqualTo(Grade.FAIL);
        assertThat(SMALL.disk(directory).grade()).isEqualTo(Grade.PASS);
        assertThat(SMALL.heap((long) (1.2 * SMALL.heapBytes())).grade()).isEqualTo(Grade.WARN);
        assertThat(SMALL.heap((long) (2 * SMALL.heapBytes())).grade()).isEqualTo(Grade.PASS);
    }

    @Test
    void memoryIsCountedAsThePackageOfTheNodeSays() {
        Room one = new Room(1_000_000, 2, 3, 1, 0);
        assertThat(one.heapBytes()).isEqualTo(48e6 + 4e6 * (10 + (3 + 4 + 3)));
    }

    @Test
    void aLimitOfOpenFilesBelowWhatTheMembersTakeIsNamed() {
        assertThat(Room.files(256, 40).grade()).isEqualTo(Grade.PASS);
        assertThat(Room.files(256, 100)).satisfies(f -> assertThat(f.remedy()).contains("ulimit -n"));
        assertThat(Room.files(256, 100).grade()).isEqualTo(Grade.FAIL);
    }

    @Test
    void anInterfaceThatIsNotThereIsNamed() {
        assertThat(new MulticastCheck(List.of("no-such-if0")).look())
                .singleElement()
                .satisfies(f -> assertThat(f.grade()).isEqualTo(Grade.FAIL))
                .satisfies(f -> assertThat(f.remedy()).contains("net.mdns = false"));
    }

    @Test
    void whoeverTakesTheCallAndSaysNothingIsNotWaitedForForEver() throws Exception {
        try (Identity identity = Identity.generate(new SecureRandom());
                ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            PeerProbe.Caller caller = new PeerProbe.Caller(
                    ChannelIdentity.issue(identity, Instant.now()), Optional.of(identity.peerId()), true);
            PeerProbe probe =
                    new PeerProbe(caller, Optional.empty(), Instant::now, Duration.ofMillis(200), Optional.empty());

            Finding finding = probe.call("peer", new HostPort("127.0.0.1", silent.getLocalPort()));

            assertThat(finding.grade()).isEqualTo(Grade.FAIL);
            assertThat(finding.what()).startsWith("TLS:").contains("no answer");
        }
    }

    @Test
    void aCheckThatDoesNotEndFailsUnderItsNameAndTheOthersAreToldInOrder() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        List<Check> checks = List.of(
                Check.of("first", () -> Finding.pass("first", "good")),
                Check.of("stuck", () -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return Finding.pass("stuck", "late");
                }),
                Check.of("last", () -> Finding.pass("last", "good")));

        List<Finding> findings = Examination.of(checks, Duration.ofMillis(300));

        assertThat(findings).extracting(Finding::check).containsExactly("first", "stuck", "last");
        assertThat(findings.get(1).grade()).isEqualTo(Grade.FAIL);
    }

    @Test
    void aMessageIsTakenApartIntoWhatIsWrongAndWhatToDo() {
        assertThat(Finding.fail("data", "data.csv: no row; add rows; soon"))
                .isEqualTo(Finding.fail("data", "data.csv: no row", "add rows; soon"));
    }
}
