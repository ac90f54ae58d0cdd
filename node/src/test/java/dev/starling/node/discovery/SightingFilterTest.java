package dev.starling.node.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SightingFilterTest {
    private static final String FEDERATION = "ab".repeat(8);
    private static final Announcement OWN = new Announcement("00".repeat(32), FEDERATION, 7070);
    private static final Announcement OTHER = new Announcement("11".repeat(32), FEDERATION, 7071);

    private final SightingFilter filter = new SightingFilter(OWN);

    @Test
    void aPeerThatMovedToAnotherPortIsNews() {
        filter.news("one", OTHER, List.of("10.0.0.7"));

        assertThat(filter.news("one", new Announcement(OTHER.peerId(), FEDERATION, 7072), List.of("10.0.0.7")))
                .extracting(Sighting::hostPort)
                .containsExactly("10.0.0.7:7072");
    }

    @Test
    void oneSightingHeardOnTwoInterfacesIsToldOnce() {
        assertThat(filter.news("heard on eth0", OTHER, List.of("10.0.0.7"))).hasSize(1);
        assertThat(filter.news("heard on eth1", OTHER, List.of("10.0.0.7"))).isEmpty();
    }

    @Test
    void withdrawingOneInstanceLeavesOthersKnown() {
        Announcement third = new Announcement("22".repeat(32), FEDERATION, 7072);
        filter.news("one", OTHER, List.of("10.0.0.7"));
        filter.news("two", third, List.of("10.0.0.8"));
        filter.withdrawn("one");

        assertThat(filter.news("two", third, List.of("10.0.0.8"))).isEmpty();
        assertThat(filter.news("one", OTHER, List.of("10.0.0.7"))).hasSize(1);
    }

    @Test
    void aFloodPushesOutTheOldestAndNothingElse() {
        filter.news("first", OTHER, List.of("10.0.0.7"));
        filter.news("second", OTHER, List.of("10.0.0.8"));
        for (int port = 1; port < SightingFilter.REMEMBERED; port++) {
            filter.news("flood", new Announcement("33".repeat(32), FEDERATION, port), List.of("10.0.0.9"));
        }

        assertThat(filter.news("second", OTHER, List.of("10.0.0.8"))).isEmpty();
        assertThat(filter.news("first", OTHER, List.of("10.0.0.7"))).hasSize(1);
    }
}
