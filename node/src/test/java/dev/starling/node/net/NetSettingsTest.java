package dev.starling.node.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.starling.node.net.link.Refusal;
import dev.starling.node.net.settings.BindFailure;
import dev.starling.node.net.settings.NetSettings;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetSettingsTest {
    @Test
    void theDefaultsListenOnTheWellKnownPortOfAllAddresses() {
        NetSettings defaults = NetSettings.defaults();

        assertThat(defaults.bindHost()).isEqualTo("0.0.0.0");
        assertThat(defaults.bindPort()).isEqualTo(7070);
        assertThat(defaults.backoffFirst()).isEqualTo(Duration.ofMillis(200));
        assertThat(defaults.backoffCap()).isEqualTo(Duration.ofSeconds(15));
        assertThat(defaults.listeningOn("::1", 1))
                .isEqualTo(new NetSettings(
                        "::1",
                        1,
                        defaults.maxFrameBytes(),
                        defaults.maxLinks(),
                        defaults.maxLobbyLinks(),
                        defaults.connectTimeout(),
                        defaults.idleTimeout(),
                        defaults.backoffFirst(),
                        defaults.backoffCap()));
    }

    @ParameterizedTest
    @CsvSource({
        "' ', 1, 1, 1, 0, 1, 1, 1, bindHost",
        "h, -1, 1, 1, 0, 1, 1, 1, bindPort",
        "h, 65536, 1, 1, 0, 1, 1, 1, bindPort",
        "h, 1, 0, 1, 0, 1, 1, 1, maxFrameBytes",
        "h, 1, 1, 0, 0, 1, 1, 1, maxLinks",
        "h, 1, 1, 1, -1, 1, 1, 1, maxLobbyLinks",
        "h, 1, 1, 1, 0, 0, 1, 1, connectTimeout",
        "h, 1, 1, 1, 0, 1, 0, 1, idleTimeout",
        "h, 1, 1, 1, 0, 1, 1, 0, backoffFirst",
        "h, 1, 1, 1, 0, 1, 1, 9, backoffCap",
    })
    void valuesOutOfRangeAreRefusedByName(
            String host, int port, int frame, int links, int lobby, int connect, int idle, int first, String name) {
        assertThatThrownBy(() -> new NetSettings(
                        host,
                        port,
                        frame,
                        links,
                        lobby,
                        Duration.ofMillis(connect),
                        Duration.ofMillis(idle),
                        Duration.ofMillis(first),
                        Duration.ofMillis(5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name);
    }

    @Test
    void pausesDoubleUpToTheCapAndVaryByHalf() {
        Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(15), new Random(1));
        for (int failures = 0; failures < 70; failures++) {
            long whole = Math.min(15_000, 200L << Math.min(failures, 20));
            for (int i = 0; i < 100; i++) {
                assertThat(Duration.ofNanos(backoff.nanos(failures)))
                        .isBetween(Duration.ofMillis(whole / 2), Duration.ofMillis(whole));
            }
        }
    }

    @Test
    void aFailureToListenNamesPlaceReasonAndRemedy() {
        assertThat(BindFailure.of(
                        InetSocketAddress.createUnresolved("no.such.host", 7070), new SocketException("Unresolved")))
                .hasMessage("cannot listen on no.such.host:7070: the name no.such.host does not resolve; bind to an"
                        + " address of this machine, or to 0.0.0.0");
        assertThat(BindFailure.of(new InetSocketAddress(80), new BindException("Permission denied")))
                .hasMessageContaining("the system does not permit port 80; choose a port of 1024 or above");
        assertThat(BindFailure.of(new InetSocketAddress(7070), new SocketException("odd")))
                .hasMessageEndingWith("odd; choose another address or port");
    }

    @Test
    void whatStrangersPutIntoAReasonIsMadePrintableAndShort() {
        assertThat(Refusal.TLS_REFUSED.because("CN=\u001b[31mred\n" + "x".repeat(1000)))
                .startsWith("TLS_REFUSED: CN=?[31mred?xxx")
                .hasSizeLessThan(230);
        assertThat(Refusal.LOBBY_FULL.because(null)).isEqualTo("LOBBY_FULL: no reason given");
    }
}
