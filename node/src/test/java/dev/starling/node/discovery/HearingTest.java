package dev.starling.node.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HearingTest {
    private static final Announcement OWN = new Announcement("00".repeat(32), "ab".repeat(8), 7070);
    private static final Announcement OTHER = new Announcement("11".repeat(32), "ab".repeat(8), 7071);

    private final List<Sighting> sightings = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();
    private final Hearing hearing = new Hearing(new SightingFilter(OWN), sightings::add, requests::add);

    @Test
    void aCompleteAnnouncementBecomesOneSightingHoweverOftenItIsResolved() {
        resolved("one", OTHER, "10.0.0.7");
        resolved("one", OTHER, "10.0.0.7");

        assertThat(sightings).containsExactly(new Sighting(OTHER.peerId(), OTHER.federationTag(), "10.0.0.7:7071"));
        assertThat(requests).isEmpty();
    }

    @Test
    void anAnnouncementWithoutTextRecordIsAskedForAgainAndThenTaken() {
        resolvedWithoutText("one");
        assertThat(sightings).isEmpty();
        assertThat(requests).containsExactly("one");

        resolved("one", OTHER, "10.0.0.7");
        assertThat(sightings).hasSize(1);
    }

    @Test
    void requestsThatAreAnsweredWithTheIncompleteAnnouncementFirstComeToAnEnd() {
        hearing.appeared("one");
        for (int answered = 0; answered < requests.size() && answered < 100; answered++) {
            resolvedWithoutText("one");
            resolved("one", OTHER, "10.0.0.7");
        }

        assertThat(requests).hasSizeLessThanOrEqualTo(Hearing.REQUESTS_PER_INSTANCE);
    }

    @Test
    void anInstanceThatComesBackIsAskedForAgain() {
        hearing.appeared("one");
        resolved("one", OTHER, "10.0.0.7");
        hearing.withdrawn("one");
        hearing.appeared("one");

        assertThat(requests).containsExactly("one", "one");
    }

    @Test
    void anAnnouncementWithoutAddressIsAskedForAgain() {
        resolved("one", OTHER);

        assertThat(sightings).isEmpty();
        assertThat(requests).containsExactly("one");
    }

    @Test
    void anInstanceThatNeverCompletesIsAskedForABoundedNumberOfTimes() {
        for (int i = 0; i < 100; i++) {
            resolvedWithoutText("one");
        }

        assertThat(requests).hasSize(Hearing.REQUESTS_PER_INSTANCE);
    }

    @Test
    void aFloodOfIncompleteInstancesIsAskedForABoundedNumberOfTimes() {
        for (int i = 0; i < 10 * Hearing.INSTANCES_ASKED_FOR; i++) {
            hearing.appeared("instance-" + i);
        }

        assertThat(requests).hasSize(Hearing.INSTANCES_ASKED_FOR);
    }

    @Test
    void ourOwnAnnouncementIsNoSighting() {
        resolved("ourselves", OWN, "10.0.0.1");

        assertThat(sightings).isEmpty();
        assertThat(requests).isEmpty();
    }

    @Test
    void anotherFederationIsNoSighting() {
        resolved("others", new Announcement(OTHER.peerId(), "cd".repeat(8), 7071), "10.0.0.9");

        assertThat(sightings).isEmpty();
    }

    @Test
    void anAnnouncementThatWasWithdrawnAndComesBackIsNewsAgain() {
        resolved("one", OTHER, "10.0.0.7");
        hearing.withdrawn("one");
        resolved("one", OTHER, "10.0.0.7");

        assertThat(sightings).hasSize(2);
    }

    @Test
    void aTwoHomedPeerIsSightedAtBothAddressesUpToABound() {
        String[] addresses = IntStream.range(1, 20).mapToObj(i -> "10.0.0." + i).toArray(String[]::new);
        resolved("one", OTHER, addresses);

        assertThat(sightings)
                .hasSize(SightingFilter.ADDRESSES_PER_ANNOUNCEMENT)
                .doesNotHaveDuplicates()
                .allMatch(sighting -> sighting.peerId().equals(OTHER.peerId()));
    }

    private void resolved(String instance, Announcement announcement, String... addresses) {
        hearing.resolved(instance, announcement.properties()::get, List.of(addresses));
    }

    private void resolvedWithoutText(String instance) {
        hearing.resolved(instance, key -> null, List.of("10.0.0.7"));
    }
}
