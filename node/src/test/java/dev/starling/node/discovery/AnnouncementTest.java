package dev.starling.node.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.jmdns.ServiceInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnnouncementTest {
    private static final Announcement OWN = new Announcement("0f".repeat(32), "ab".repeat(8), 7070);

    @Test
    void whatIsAnnouncedIsReadBackThroughTheRealTextRecord() {
        ServiceInfo info = ServiceInfo.create(Responder.TYPE, "name", OWN.port(), 0, 0, OWN.properties());

        assertThat(Announcement.read(info::getPropertyString)).contains(OWN);
    }

    @Test
    void announcesNothingButVersionPeerFederationAndPort() {
        ServiceInfo info = ServiceInfo.create(Responder.TYPE, "name", OWN.port(), 0, 0, OWN.properties());

        assertThat(OWN.properties()).containsOnlyKeys("v", "id", "fed", "port");
        assertThat(info.getTextBytes()).hasSizeLessThanOrEqualTo(130);
    }

    @Test
    void comesFromTheSettings() {
        DiscoverySettings settings =
                new DiscoverySettings("ab".repeat(8), "0f".repeat(32), 7070, List.of(), List.of(), false);

        assertThat(Announcement.of(settings)).isEqualTo(OWN);
    }

    @Test
    void aServiceWithoutTextRecordIsNoAnnouncement() {
        ServiceInfo info = ServiceInfo.create(Responder.TYPE, "name", 7070, 0, 0, new byte[0]);

        assertThat(Announcement.read(info::getPropertyString)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v", "id", "fed", "port"})
    void aRecordLackingAKeyIsNoAnnouncement(String missing) {
        Map<String, String> properties = new HashMap<>(OWN.properties());
        properties.remove(missing);

        assertThat(Announcement.read(properties::get)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "v, 2",
        "v, ''",
        "id, abc",
        "id, ''",
        "fed, ABABABABABABABAB",
        "fed, abab",
        "port, 0",
        "port, 65536",
        "port, -1",
        "port, 07070",
        "port, seven",
        "port, 99999999999",
        "port, ''"
    })
    void aRecordWithAMalformedValueIsNoAnnouncement(String key, String value) {
        Map<String, String> properties = new HashMap<>(OWN.properties());
        properties.put(key, value);

        assertThat(Announcement.read(properties::get)).isEmpty();
    }

    @Test
    void aHugeValueIsNoAnnouncement() {
        Map<String, String> properties = new HashMap<>(OWN.properties());
        properties.put("id", new String(new byte[60_000], StandardCharsets.US_ASCII));

        assertThat(Announcement.read(properties::get)).isEmpty();
    }

    @Test
    void keysOfLaterVersionsAreLeftAlone() {
        Map<String, String> properties = new HashMap<>(OWN.properties());
        properties.put("color", "blue");

        assertThat(Announcement.read(properties::get)).contains(OWN);
    }
}
