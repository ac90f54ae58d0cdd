package dev.starling.testnet.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.node.site.ExitCode;
import dev.starling.node.site.NodeFailure;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortsTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Test
    void withoutAWishThePortsAreFreeAndDifferent() throws Exception {
        List<Integer> ports = Ports.take(LOOPBACK, OptionalInt.empty(), 40);
        assertThat(ports)
                .hasSize(40)
                .doesNotHaveDuplicates()
                .as("none that an outgoing connection could take")
                .allMatch(port -> port < 32_768);
        new ServerSocket(ports.get(0), 1, LOOPBACK).close();
    }

    @Test
    void aPortThatIsTakenIsNamedWithTheRangeItIsIn() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> Ports.take(LOOPBACK, OptionalInt.of(port), 1))
                    .isInstanceOfSatisfying(
                            NodeFailure.class,
                            failure -> assertThat(failure.code()).isEqualTo(ExitCode.NETWORK))
                    .hasMessageStartingWith("port " + port + " of " + port + " to " + port + " is in use; ");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 65_534, 65_536, Integer.MAX_VALUE})
    void aRangeThatIsNotThereIsRefusedWithTheOneThatIs(int first) {
        assertThatThrownBy(() -> Ports.take(LOOPBACK, OptionalInt.of(first), 3))
                .isInstanceOfSatisfying(
                        NodeFailure.class, failure -> assertThat(failure.code()).isEqualTo(ExitCode.USAGE))
                .hasMessageStartingWith("--port must be from 1 to 65533 for 3 members, and is " + first + "; ");
    }
}
