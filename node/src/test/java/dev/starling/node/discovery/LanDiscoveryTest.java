package dev.starling.node.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanDiscoveryTest {
    private static final String FEDERATION = "ab".repeat(8);
    private static final String PEER = "0f".repeat(32);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "         |             | eth0    | true",
                "eth0     |             | eth0    | true",
                "eth0     |             | eth1    | false",
                "eth*     |             | eth1    | true",
                "         | docker*     | docker0 | false",
                "         | docker*     | eth0    | true",
                "eth0     | eth0        | eth0    | false",
                "eth*     | eth1        | eth0    | true",
            })
    void denyWinsOverAllowAndAnEmptyAllowListMeansAll(
            @Nullable String allow, @Nullable String deny, String name, boolean permitted) {
        DiscoverySettings settings = new DiscoverySettings(
                FEDERATION,
                PEER,
                7070,
                allow == null ? List.of() : List.of(allow),
                deny == null ? List.of() : List.of(deny),
                false);

        assertThat(settings.permits(name)).isEqualTo(permitted);
    }

    @Test
    void loopbackIsUsedOnlyWhenAskedFor() throws Exception {
        NetworkInterface loopback =
                NetworkInterface.getByInetAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        String name = loopback.getName();

        assertThat(LanDiscovery.usableInterfaces(settings(List.of(), true))).contains(name + " (127.0.0.1)");
        assertThat(LanDiscovery.usableInterfaces(settings(List.of(), false)))
                .noneMatch(entry -> entry.startsWith(name + " "));
        assertThat(LanDiscovery.usableInterfaces(settings(List.of(name), true)))
                .allMatch(entry -> entry.startsWith(name + " "));
    }

    @Test
    void withEveryInterfaceDeniedItListensOnNothing() {
        assertThat(LanDiscovery.usableInterfaces(
                        new DiscoverySettings(FEDERATION, PEER, 7070, List.of(), List.of("*"), true)))
                .isEmpty();
    }

    @Test
    void theInstanceNameDiffersByAddressAndFitsALabel() throws Exception {
        Announcement own = new Announcement(PEER, FEDERATION, 7070);
        String first = Responder.instanceName(address(0), own);
        String second = Responder.instanceName(address(1), own);

        assertThat(first).isNotEqualTo(second).hasSizeLessThanOrEqualTo(63);
    }

    @Test
    void settingsThatCouldNotBeAnnouncedAreRefused() {
        assertThatThrownBy(() -> new DiscoverySettings("short", PEER, 7070, List.of(), List.of(), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("federation tag");
        assertThatThrownBy(() -> new DiscoverySettings(FEDERATION, "short", 7070, List.of(), List.of(), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("peer id");
        assertThatThrownBy(() -> new DiscoverySettings(FEDERATION, PEER, 0, List.of(), List.of(), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("port");
    }

    @Test
    void closingBeforeOrAfterStartingIsHarmless() {
        LanDiscovery discovery = new LanDiscovery(
                new DiscoverySettings(FEDERATION, PEER, 7070, List.of(), List.of("*"), false), sighting -> {});
        discovery.start();
        discovery.close();
        discovery.close();

        assertThat(discovery.interfaces()).isEmpty();
    }

    private static DiscoverySettings settings(List<String> allow, boolean loopback) {
        return new DiscoverySettings(FEDERATION, PEER, 7070, allow, List.of(), loopback);
    }

    private static LanAddress address(int subnet) throws Exception {
        return new LanAddress("eth0", (Inet4Address) InetAddress.getByAddress(new byte[] {10, 0, (byte) subnet, 1}));
    }
}
