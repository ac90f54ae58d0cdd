package dev.starling.node.discovery;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes sightings of what one JmDNS instance hears.
 *
 * <p>JmDNS resolves a service several times, at first often without its TXT record: an incomplete event is dropped and
 * asked for again, a bounded number of times for each of a bounded number of instances. Asking makes JmDNS replay what it
 * knows, the incomplete event first: an instance that was heard completely is therefore never asked for again, until it
 * says goodbye. Thread-safe.
 */
final class Hearing {
    static final int REQUESTS_PER_INSTANCE = 5;
    static final int INSTANCES_ASKED_FOR = 256;

    private final SightingFilter filter;
    private final Consumer<Sighting> sightings;
    private final Consumer<String> request;
    private final Map<String, Integer> requested = new ConcurrentHashMap<>();

    /**
     * Creates it.
     *
     * @param request asks the network for everything about the named instance; must not wait for the answer
     */
    Hearing(SightingFilter filter, Consumer<Sighting> sightings, Consumer<String> request) {
        this.filter = filter;
        this.sightings = sightings;
        this.request = request;
    }

    /** An instance exists and nothing more is known yet, or it said goodbye and came back. */
    void appeared(String instance) {
        ask(instance);
    }

    /** An instance said goodbye. */
    void withdrawn(String instance) {
        requested.remove(instance);
        filter.withdrawn(instance);
    }

    /**
     * JmDNS knows something about an instance, complete or not.
     *
     * @param properties its TXT record by key
     * @param ipv4Addresses what its host name resolves to
     */
    void resolved(String instance, Function<String, @Nullable String> properties, List<String> ipv4Addresses) {
        Optional<Announcement> heard = Announcement.read(properties);
        if (heard.isEmpty() || ipv4Addresses.isEmpty()) {
            ask(instance);
            return;
        }
        requested.computeIfPresent(instance, (name, times) -> REQUESTS_PER_INSTANCE);
        filter.news(instance, heard.get(), ipv4Addresses).forEach(sightings);
    }

    private void ask(String instance) {
        if (requested.size() >= INSTANCES_ASKED_FOR && !requested.containsKey(instance)) {
            return;
        }
        if (requested.merge(instance, 1, Integer::sum) <= REQUESTS_PER_INSTANCE) {
            request.accept(instance);
        }
    }
}
