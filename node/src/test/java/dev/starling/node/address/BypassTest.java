package dev.starling.node.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BypassTest {
    private static Bypass of(String... entries) {
        return new Bypass(Stream.of(entries).map(Bypass::entry).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "hospital.example, hospital.example, true",
        "hospital.example, node.ward.Hospital.Example, true",
        "hospital.example, node.hospital.example., true",
        "hospital.example, myhospital.example, false",
        "hospital.example, hospital.example.org, false",
        ".Hospital.example, node.hospital.example, true",
        ".hospital.example, hospital.example, true",
        "*.hospital.example, node.hospital.example, true",
        "localhost, localhost, true",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.70, false",
        "10.0.0.0/8, 10.255.1.2, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.0.0.0/8, node10.example, false",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.128/25, 192.0.2.128, true",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::/32, [2001:DB8:7::1], true",
        "2001:db8::/32, 2001:db9::1, false",
        "fe80::/10, fe80::1%eth0, true",
        "[2001:db8::1], 2001:db8:0:0::1, true",
        "*, anything.example, true",
        "*, 2001:db8::1, true",
    })
    void aHostIsComparedAsItIsWritten(String entry, String host, boolean covered) {
        assertThat(of("elsewhere.invalid", entry).covers(host)).isEqualTo(covered);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "a b",
                "http://proxy",
                "host:7070",
                "10.0.0.0/33",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "10.0.0/8",
                "300.1.1.1",
                "010.1.1.1",
                "fd00::/129",
                "fd00:::1",
                "host/8",
                "-x",
            })
    void whatIsNoEntryIsToldFromOneThatCoversNobody(String text) {
        assertThatThrownBy(() -> Bypass.entry(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\" is n");
    }

    @Test
    void withoutAnEntryTheProxyIsForEverybody() {
        assertThat(Bypass.NOBODY.covers("127.0.0.1")).isFalse();
        assertThat(Bypass.NOBODY.covers("localhost")).isFalse();
    }
}
