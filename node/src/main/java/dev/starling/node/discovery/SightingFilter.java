package dev.starling.node.discovery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns the noise of multicast DNS into news: drops ourselves and other federations, and reports each pair of peer and
 * address once until its announcement is withdrawn. Remembers a bounded number of pairs, the oldest being forgotten
 * first, so that a flood of announcements costs repeated hints and not memory. Thread-safe.
 */
final class SightingFilter {
    static final int REMEMBERED = 1024;
    static final int ADDRESSES_PER_ANNOUNCEMENT = 4;

    private final Announcement own;
    private final Map<Sighting, String> seen = new LinkedHashMap<>();

    SightingFilter(Announcement own) {
        this.own = own;
    }

    /**
     * Sightings that are new.
     *
     * @param instance name of the announced service instance
     * @param ipv4Addresses addresses the announcing host claims, in textual form
     */
    synchronized List<Sighting> news(String instance, Announcement heard, Collection<String> ipv4Addresses) {
        if (heard.peerId().equals(own.peerId()) || !heard.federationTag().equals(own.federationTag())) {
            return List.of();
        }
        List<Sighting> news = new ArrayList<>();
        ipv4Addresses.stream().limit(ADDRESSES_PER_ANNOUNCEMENT).forEach(address -> {
            Sighting sighting = new Sighting(heard.peerId(), heard.federationTag(), address + ":" + heard.port());
            if (seen.putIfAbsent(sighting, instance) == null) {
                news.add(sighting);
            }
        });
        while (seen.size() > REMEMBERED) {
            seen.remove(seen.keySet().iterator().next());
        }
        return news;
    }

    /** The instance said goodbye: if it comes back, that is news again. */
    synchronized void withdrawn(String instance) {
        seen.values().removeIf(instance::equals);
    }
}
