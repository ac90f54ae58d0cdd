package dev.starling.node.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostPortTest {
    @ParameterizedTest
    @CsvSource({
        "node.hospital.example:7070, node.hospital.example, 7070, node.hospital.example:7070",
        "Node.Example, node.example, 7070, node.example:7070",
        "node_1, node_1, 7070, node_1:7070",
        "192.0.2.7:1, 192.0.2.7, 1, 192.0.2.7:1",
        "192.0.2.7, 192.0.2.7, 7070, 192.0.2.7:7070",
        "[::1]:65535, ::1, 65535, [::1]:65535",
        "[::ffff:192.0.2.7]:443, ::ffff:192.0.2.7, 443, [::ffff:192.0.2.7]:443",
        "[2001:DB8::7], 2001:db8::7, 7070, [2001:db8::7]:7070",
        "[fe80::1%eth0]:7070, fe80::1%eth0, 7070, [fe80::1%eth0]:7070",
        "' localhost:7070 ', localhost, 7070, localhost:7070",
    })
    void readsNamesAndAddressesWithAndWithoutPort(String text, String host, int port, String canonical) {
        HostPort parsed = HostPort.parse(text);

        assertThat(parsed).isEqualTo(new HostPort(host, port));
        assertThat(parsed).hasToString(canonical);
        assertThat(HostPort.parse(canonical)).isEqualTo(parsed);
    }

    @ParameterizedTest
    @CsvSource({
        "'', it is empty",
        "'   ', it is empty",
        ":7070, the host is missing",
        "host:, the port must be a number 1..65535",
        "host:0, the port must be a number 1..65535",
        "host:65536, the port must be a number 1..65535",
        "host:seven, the port must be a number 1..65535",
        "host:+70, the port must be a number 1..65535",
        "host:999999, the port must be a number 1..65535",
        "::1, 'an IPv6 address is written in brackets, such as [::1]:7070'",
        "a:b:c, it has more than one colon",
        "[::1:7070, the bracket is not closed",
        "[::1]7070, after the bracket comes a colon and the port",
        "[host]:7070, there is no IPv6 address between the brackets",
        "[]:7070, there is no IPv6 address between the brackets",
        "a host:7070, the host is neither a name nor an address",
        "-host:7070, the host is neither a name nor an address",
        "999.1.1.1:7070, the host is neither a name nor an address",
        "1.2.3:7070, the host is neither a name nor an address",
        "010.1.1.1:7070, the host is neither a name nor an address",
        "[.:]:7070, there is no IPv6 address between the brackets",
        "[192.0.2.7]:7070, there is no IPv6 address between the brackets",
        "[1::2::3]:7070, there is no IPv6 address between the brackets",
        "http://host, the port must be a number 1..65535",
        "[fe80::1%a b]:7070, there is no IPv6 address between the brackets",
    })
    void saysWhatIsWrong(String text, String complaint) {
        assertThatThrownBy(() -> HostPort.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("\": " + complaint);
    }

    @Test
    void whatIsConfiguredNamesItsPortAndMayLeaveItToTheSystem() {
        assertThat(HostPort.parseWithPort("[::]:0")).isEqualTo(new HostPort("::", 0));
        assertThat(HostPort.parseWithPort("Node.Example:65535")).hasToString("node.example:65535");
        assertThatThrownBy(() -> HostPort.parseWithPort("node.example"))
                .hasMessageEndingWith("\": the port is missing");
        assertThatThrownBy(() -> HostPort.parseWithPort("[::1]")).hasMessageEndingWith("\": the port is missing");
        assertThatThrownBy(() -> HostPort.parseWithPort("node.example:65536"))
                .hasMessageEndingWith("\": the port must be a number 0..65535");
    }

    @Test
    void anyTextIsEitherReadOrRefusedWithAMessage() {
        Random random = new Random(3);
        String alphabet = "abc019.:[]-_ %/\u0000\u00e4\n";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(24); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                HostPort parsed = HostPort.parse(text.toString());
                assertThat(HostPort.parse(parsed.toString())).isEqualTo(parsed);
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageStartingWith("not an address of the form host:port: ");
                assertThat(e.getMessage()).matches("[ -~]*");
            }
        }
    }

    @Test
    void aTextWithoutEndIsRefused() {
        assertThatThrownBy(() -> HostPort.parse("a".repeat(100_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("longer than")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400));
    }
}
