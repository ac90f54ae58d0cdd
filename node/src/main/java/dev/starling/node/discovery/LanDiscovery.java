package dev.starling.node.discovery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Announces this node on the local network and reports the others, as hints.
 *
 * <p>Runs one responder per usable IPv4 address and looks at the interfaces again every ten seconds, so that a cable
 * plugged in later is used and one pulled out is let go. Sightings arrive on threads of this class or of JmDNS, one at a
 * time per address; the consumer must not block. Threads of this class are daemons; JmDNS keeps two threads per address
 * that are not, and end some seconds after {@link #close()}. Public methods are thread-safe.
 */
public final class LanDiscovery implements AutoCloseable {
    /** The DNS-SD service type under which nodes find each other. */
    public static final String SERVICE_TYPE = Responder.TYPE;

    private static final Duration RESCAN = Duration.ofSeconds(10);
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(1);

    private final DiscoverySettings settings;
    private final Consumer<Sighting> sightings;
    private final Announcement own;
    private final SightingFilter filter;
    private final Map<LanAddress, Responder> responders = new ConcurrentHashMap<>();
    private final Map<String, String> failures = new ConcurrentHashMap<>();
    private final ThreadFactory threads = daemons();
    private final ScheduledExecutorService scanner = Executors.newSingleThreadScheduledExecutor(threads);
    private final ExecutorService requests = Executors.newSingleThreadExecutor(threads);

    /**
     * Prepares discovery; nothing is sent before {@link #start()}.
     *
     * @param sightings called for each pair of peer and address once until its announcement is withdrawn
     */
    public LanDiscovery(DiscoverySettings settings, Consumer<Sighting> sightings) {
        this.settings = settings;
        this.sightings = sightings;
        this.own = Announcement.of(settings);
        this.filter = new SightingFilter(own);
    }

    /** Starts announcing and listening, and returns at once; the first announcement goes out after some seconds of probing. */
    public void start() {
        var unused = scanner.scheduleWithFixedDelay(this::scan, 0, RESCAN.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What it listens on now, for status: entries such as {@code eth0 (10.0.0.7)}, sorted. */
    public List<String> interfaces() {
        return responders.keySet().stream().map(LanAddress::toString).sorted().toList();
    }

    /** What it should listen on and cannot, with the reason, for status; tried again at each scan. */
    public Map<String, String> failures() {
        return new TreeMap<>(failures);
    }

    /**
     * The addresses that would be used, without opening anything: entries such as {@code eth0 (10.0.0.7)}.
     *
     * @throws UncheckedIOException if the interfaces cannot be listed
     */
    public static List<String> usableInterfaces(DiscoverySettings settings) {
        return LanAddress.usable(settings).stream()
                .map(LanAddress::toString)
                .sorted()
                .toList();
    }

    private void scan() {
        Set<LanAddress> usable;
        try {
            usable = LanAddress.usable(settings);
        } catch (UncheckedIOException e) {
            failures.put("interfaces", String.valueOf(e.getCause()));
            return;
        }
        failures.clear();
        for (LanAddress gone : List.copyOf(responders.keySet())) {
            if (!usable.contains(gone)) {
                closeAside(List.of(gone));
            }
        }
        for (LanAddress address : usable) {
            if (!responders.containsKey(address)) {
                open(address);
            }
        }
    }

    private void open(LanAddress address) {
        try {
            responders.put(address, Responder.open(address, own, filter, sightings, this::request));
        } catch (IOException | RuntimeException e) {
            failures.put(address.toString(), e.toString());
        }
    }

    private void request(Runnable query) {
        try {
            requests.execute(query);
        } catch (RejectedExecutionException closing) {
            // A query after close() has no one left to answer to.
        }
    }

    private CountDownLatch closeAside(List<LanAddress> addresses) {
        CountDownLatch closed = new CountDownLatch(addresses.size());
        for (LanAddress address : addresses) {
            Responder responder = responders.remove(address);
            Runnable closing = () -> {
                if (responder != null) {
                    responder.close();
                }
                closed.countDown();
            };
            threads.newThread(closing).start();
        }
        return closed;
    }

    /**
     * Stops. Responders say goodbye in parallel; this returns when all have, or after one second at most, leaving the rest
     * to daemon threads: JmDNS takes two to four seconds.
     */
    @Override
    public void close() {
        scanner.shutdownNow();
        requests.shutdownNow();
        try {
            scanner.awaitTermination(CLOSE_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
            closeAside(new ArrayList<>(responders.keySet())).await(CLOSE_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            closeAside(new ArrayList<>(responders.keySet()));
            Thread.currentThread().interrupt();
        }
    }

    private static ThreadFactory daemons() {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "starling-discovery-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
